/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Checks: what is in the way of one item of a plan. An item that something is in the way of fails. */

#pragma once

#include "apply-plan.h"

/* Compares the object with what it was before the change, and after. An item that has nothing to do gets that status. */
void trove_plan_check_alone (TrovePlan *self, TrovePlanItem *item);

/* Looks at other objects: the owner that the object gets, and those that it owns or that refer to it. They are where the other items
 * put them. The item is to be done. */
void trove_plan_check_others (TrovePlan *self, TrovePlanItem *item);
