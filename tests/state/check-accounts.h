/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The accounts, recounted by reading all blocks of all states. */

#pragma once

#include "state/accounts.h"

/* Checks all counts, bytes and dead sub-arenas. view: of the current state. Accounts that are not kept are empty. */
void check_accounts (const TroveAccounts *accounts, const TroveView *view, const TroveKeyMap *current);

/* All blocks of a state lie in sub-arenas of its view. Those of the view that have none are noted as dead, and only sub-arenas of
 * the view are. dead: NULL is not checked. */
void check_dead (const TroveView *view, const TroveKeyMap *objects, const TroveDead *dead);
