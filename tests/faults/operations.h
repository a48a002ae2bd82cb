/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Operations: a table of all public functions, each in every state in which it allocates differently. */

#pragma once

#include "stage.h"

/* Called before (TRUE) and after (FALSE) the tested call. Only allocations between the two calls fail. */
extern void (*fault_window) (gboolean begins);

#define FAULTY(call)                                                                                         \
  ({                                                                                                         \
    __auto_type result_ = (fault_window (TRUE), (call));                                                     \
    fault_window (FALSE);                                                                                    \
    result_;                                                                                                 \
  })
#define FAULTY_VOID(call)                                                                                    \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    fault_window (TRUE);                                                                                     \
    call;                                                                                                    \
    fault_window (FALSE);                                                                                    \
  }                                                                                                          \
  G_STMT_END

/* The allocations of an operation that can fail. */
typedef enum
{
  ALLOCATES_OURS, /* the library's own only: the operation never aborts */
  ALLOCATES_GLIB, /* GLib's too: without memory GLib aborts */
  ALLOCATES_SURE, /* the library's own and GLib's: without memory either aborts, since the function sets no error */
} Allocates;

typedef struct
{
  const char *symbol;
  const char *what; /* name of the state, NULL where the function has one state */
  gboolean (*act) (Stage *stage, GError **error);
  void (*prepare) (Stage *stage, guint variant);
  guint n_variants;
  Allocates allocates;
  /* Words in the message of NO_MEMORY, alternatives between bars; NULL: the operation has no such error. */
  const char *wanted;
  void (*check) (Stage *stage); /* checks the result, or NULL */
  /* ALLOCATES_GLIB, where other states of the function never abort: describes this state in docs/aborts.md. */
  const char *aborts_where;
  /* Handlers are told in the end. Without memory to find what differs the call succeeds, and all handles are told. */
  gboolean tells_all;
} Operation;

/* Descriptions of states in which a function aborts, while it never aborts in other states. */
#define ABORTS_COPIED_BY_GLIB                                                                                \
  "GLib copies the element: the pool has GValues, or a boxed type that is stored as a pointer"
#define ABORTS_OTHER_NUMBERS "the pool has another type of numbers than the function returns"
#define ABORTS_ELSEWHERE "the call is on another thread than the owner's, and notes the release for the owner"
#define ABORTS_LAST_ARENA "the reader has the last reference to its arena, whose end GObject records"
#define ABORTS_LIMITED "the arena has a limit of bytes, so that its memory is measured"
#define ABORTS_IN_CONTEXT                                                                                    \
  "the call frees elements that a clear context clears; so do other calls that drop the last reference to "  \
  "them"

extern const Operation value_operations[], version_operations[], object_operations[], change_operations[],
    document_operations[], handle_operations[], file_operations[];
extern const guint n_value_operations, n_version_operations, n_object_operations, n_change_operations,
    n_document_operations, n_handle_operations, n_file_operations;

/* The operations of all tables, in that order. */
guint n_operations (void);
const Operation *get_operation (guint i);
char *operation_name (const Operation *operation); /* free it */

/* Fails unless the error is NO_MEMORY with the operation's words in the message. */
void operation_check_error (const Operation *operation, const GError *error);

/* The folder of files is there in between. */
void begin_files (void);
void end_files (void);
