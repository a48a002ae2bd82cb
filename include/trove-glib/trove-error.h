/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include "trove-macros.h"
#include "trove-types.h"

G_BEGIN_DECLS

/**
 * TROVE_ERROR:
 *
 * The error domain of the library; its codes are [error@Trove.Error].
 *
 * Since: 1.0
 */
#define TROVE_ERROR (trove_error_quark ())

/**
 * TroveError:
 * @TROVE_ERROR_INVALID_REF: the ref is null, the arena or snapshot does not hold its sub-arena, or its index
 *   is past the end; in a document, a position is past the end of a list, or the root cannot be removed
 * @TROVE_ERROR_BORROWED: a shared borrow forbids the call
 * @TROVE_ERROR_BORROWED_MUT: a mutable borrow forbids the call
 * @TROVE_ERROR_TYPE_MISMATCH: the value, the pool or the other arena has another type
 * @TROVE_ERROR_WRONG_THREAD: the arena or document belongs to another thread
 * @TROVE_ERROR_COPY_FAILED: the copy function of an element returned %FALSE
 * @TROVE_ERROR_FULL: the pool has no room left, or no id or key is left
 * @TROVE_ERROR_NO_MEMORY: memory could not be allocated, or the limit of bytes of the arena is reached;
 *   nothing was changed
 * @TROVE_ERROR_REMOVED: the document's current state has no such object, or its history no such version
 * @TROVE_ERROR_CYCLE: an object would own itself, directly or by others, or have two owners
 * @TROVE_ERROR_FOREIGN: the object, version, changes or file come from another document
 * @TROVE_ERROR_BUSY: a group of edits is open, the document is being changed already, or handlers are being told of a
 *   change
 * @TROVE_ERROR_READ_ONLY: the object or list is one of a version, which does not change, or a later version of the library
 *   has written the file
 * @TROVE_ERROR_DAMAGED: the bytes that are read are not those that the library writes, or have values that a property does
 *   not take
 * @TROVE_ERROR_CHANGED: another program has written the file since the document was loaded or saved
 *
 * Errors that data can cause.
 *
 * Since: 1.0
 */
typedef enum /*< prefix=TROVE_ERROR >*/
{
  TROVE_ERROR_INVALID_REF,
  TROVE_ERROR_BORROWED,
  TROVE_ERROR_BORROWED_MUT,
  TROVE_ERROR_TYPE_MISMATCH,
  TROVE_ERROR_WRONG_THREAD,
  TROVE_ERROR_COPY_FAILED,
  TROVE_ERROR_FULL,
  TROVE_ERROR_NO_MEMORY,
  TROVE_ERROR_REMOVED,
  TROVE_ERROR_CYCLE,
  TROVE_ERROR_FOREIGN,
  TROVE_ERROR_BUSY,
  TROVE_ERROR_READ_ONLY,
  TROVE_ERROR_DAMAGED,
  TROVE_ERROR_CHANGED,
} TroveError;

#define TROVE_TYPE_ERROR (trove_error_get_type ())

TROVE_AVAILABLE_IN_1_0
GType trove_error_get_type (void) G_GNUC_CONST;

TROVE_AVAILABLE_IN_1_0
GQuark trove_error_quark (void);

G_END_DECLS
