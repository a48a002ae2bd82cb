/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The name of every public type: the table of contents of the library. */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct _TroveRef TroveRef;                     /* a handle on one element: {sub-arena id, offset} */
typedef struct _TroveElementInfo TroveElementInfo;     /* how elements of a C type are laid out and copied */
typedef struct _TroveArena TroveArena;                 /* appends, reads, mutates, clones, merges */
typedef struct _TroveSnapshot TroveSnapshot;           /* an immutable version, for any thread */
typedef struct _TroveBorrow TroveBorrow;               /* a guard on one element, shared or mutable */
typedef struct _TroveReader TroveReader;               /* the fast way for C to read one pool */
typedef struct _TroveVecMap TroveVecMap;               /* list model of an arena's sub-arenas by id */
typedef struct _TroveSubArena TroveSubArena;           /* one sub-arena, to look at */
typedef struct _TroveUsage TroveUsage;                 /* where bytes went */
typedef struct _TroveParamSpecList TroveParamSpecList; /* describes a property that is a list of objects */

G_END_DECLS
