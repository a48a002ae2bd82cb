/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Types: the parts of the public headers that programs compile in and that no function of the library has in its
 * signature. These are types, and a constant as the size of an array. They are described in types.xml. */

#include <trove-glib/trove-glib.h>

void abi_types (TroveError error, char (*max_pools)[TROVE_MAX_POOLS], TroveArenaClass *arena,
                TroveVecMapClass *vec_map, TroveSubArenaClass *sub_arena, TroveParamSpecList *list,
                TroveObjectClass *object);

__attribute__ ((visibility ("default"))) void
abi_types (TroveError error, char (*max_pools)[TROVE_MAX_POOLS], TroveArenaClass *arena,
           TroveVecMapClass *vec_map, TroveSubArenaClass *sub_arena, TroveParamSpecList *list,
           TroveObjectClass *object)
{
}
