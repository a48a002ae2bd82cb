/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Checks the invariants of a record. */

#pragma once

#include "check-core.h"
#include "state/record.h"

/* The record lies in its place, its strings are where their lengths say, and the link is there where it is needed. */
void check_record (const CheckHolder *holder, const TroveRecord *record);
