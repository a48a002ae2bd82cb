/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What programs have compiled in of the public headers, but no function of the library takes or gives: types, and a
 * number as the size of an array. It is described beside the library. */

#include <trove-glib/trove-glib.h>

void abi_types (TroveError error, char (*max_pools)[TROVE_MAX_POOLS], TroveArenaClass *arena,
                TroveVecMapClass *vec_map, TroveSubArenaClass *sub_arena, TroveParamSpecList *list);

__attribute__ ((visibility ("default"))) void
abi_types (TroveError error, char (*max_pools)[TROVE_MAX_POOLS], TroveArenaClass *arena,
           TroveVecMapClass *vec_map, TroveSubArenaClass *sub_arena, TroveParamSpecList *list)
{
}
