/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The names of all public types: a table of contents of the library. */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct _TroveRef TroveRef; /* a handle on one element: {sub-arena id, offset} */
typedef struct _TroveElementInfo
    TroveElementInfo;                        /* the layout and the functions of the elements of a pool */
typedef struct _TroveArena TroveArena;       /* a document that is edited, with its versions */
typedef struct _TroveSnapshot TroveSnapshot; /* an immutable version, for all threads */
typedef struct _TroveBorrow TroveBorrow;     /* a guard: the shared or mutable borrow of one element */
typedef struct _TroveReader TroveReader;     /* reads the elements of one pool fast, in C */
typedef struct _TroveVecMap TroveVecMap;     /* a list model of the sub-arenas of an arena or snapshot */
typedef struct _TroveSubArena TroveSubArena; /* the elements that were appended between two versions */
typedef struct _TroveUsage TroveUsage;       /* the bytes that an arena, snapshot or sub-arena holds */
typedef struct _TroveParamSpecList TroveParamSpecList; /* a property that is a list of objects */
typedef struct _TroveDocument TroveDocument; /* objects with identity, with their versions and undo */
typedef struct _TroveDocumentUsage TroveDocumentUsage; /* the bytes that a document holds */
typedef struct _TroveVersion TroveVersion;   /* an immutable version of a document, for all threads */
typedef struct _TroveChanges TroveChanges;   /* the differences between two versions of a document */
typedef struct _TroveChange TroveChange;     /* one of them */
typedef struct _TroveMerge TroveMerge;       /* the conflicts of changes that were applied */
typedef struct _TroveConflict TroveConflict; /* one of them */
typedef struct _TroveFragment TroveFragment; /* objects that were copied, to be pasted */
typedef struct _TroveObject TroveObject;     /* an object of a document */
typedef struct _TroveList TroveList;         /* a list model of objects of a document */
typedef struct _TroveField TroveField;       /* a property whose values are kept in a document */

G_END_DECLS
