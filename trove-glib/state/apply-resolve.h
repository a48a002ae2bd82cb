/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Resolving: finds all items of a plan that fail.
 *
 * An item that fails leaves its object where it is: an object that was to be removed keeps its owner, all that it owns, and the
 * objects that it refers to. So failing is passed on from item to item, each of which fails once. At last the owners of each object
 * are followed to the root, which finds the objects that would own themselves. */

#pragma once

#include "apply-plan.h"

void trove_plan_resolve (TrovePlan *self);
