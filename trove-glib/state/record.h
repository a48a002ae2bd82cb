/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Record: an object in one state. It is one block of a core (core-block.h):
 *
 *   ├ TroveRecord 56 │ lists 8 each │ data of the class │ short strings │ link 8 ┤
 *                                      │ label ────────────► "a box"
 *                                      │ text ─────────────► a long string elsewhere
 *
 * - A list is the root of a sequence of keys, NULL: empty.
 * - The bytes of a string lie in the record where they are at most TROVE_RECORD_SHORT with their NUL. Longer strings are
 *   counted (long-string.h), and all copies of a record share them. Strings of an interned field are GLib's, and never freed.
 * - The link is there where the record owns something that is to be cleared with its sub-arena: counted strings, and the
 *   fields of a class that own something. It leads to the record of the sub-arena that was made before.
 *
 * A record of the own sub-arena is changed in place, any other is copied first. A copy has references of its own on all
 * that the record shares.
 *
 * owner, owner_field, label and referrers are derived from the fields of other objects, so that they are found from here. The
 * label orders an object among the others of its list: labels never decrease along a list, and may be equal. */

#pragma once

#include "core/core-block.h"

#include "class.h"
#include "referrers.h"
#include "sequence.h"

#define TROVE_RECORD_UNIT 8 /* bytes: of sizes, and the alignment of all parts */

/* Bytes of the longest string that lies in its record, with the NUL. */
#define TROVE_RECORD_SHORT 16

typedef struct
{
  guint64 place;   /* id of the sub-arena that the record lies in */
  guint64 content; /* own id at the last change */
  TroveKey key;
  const TroveClass *klass;
  TroveKey owner;           /* 0: none */
  guint32 label;            /* among the objects of the same list */
  guint16 owner_field : 10; /* index among the fields of the owner's class */
  guint16 has_link : 1;
  guint16 size;               /* of the block, in units */
  TroveReferrers referrers;   /* objects that refer to this one */
  TroveSequenceNode *lists[]; /* then the data */
} TroveRecord;

static inline TroveSequenceNode **
trove_record_list (const TroveRecord *record, guint number)
{
  return (TroveSequenceNode **) &record->lists[number];
}

/* Where the data of records of a class begins: a multiple of 8 bytes. */
static inline gsize
trove_record_data_offset (const TroveClass *klass)
{
  return (G_STRUCT_OFFSET (TroveRecord, lists) + klass->lists.n * sizeof (TroveSequenceNode *) + 7) &
         ~(gsize) 7;
}

/* Bytes of the block. */
static inline gsize
trove_record_size (const TroveRecord *record)
{
  return (gsize) record->size * TROVE_RECORD_UNIT;
}

/* The struct of the application. */
static inline gpointer
trove_record_data (const TroveRecord *record)
{
  return (char *) record + trove_record_data_offset (record->klass);
}

/* The most bytes of a record with such data. */
gsize trove_record_bytes (const TroveClass *klass, gconstpointer data);

/* A new record with a copy of a struct of the application; NULL: the defaults of the class. NULL with COPY_FAILED. The bytes
 * are prepared, as for the functions below. */
TroveRecord *trove_record_new (TroveCore *core, const TroveClass *klass, TroveKey key, gconstpointer data,
                               GError **error);

/* The record in the own sub-arena: itself, or a copy. NULL with COPY_FAILED. */
TroveRecord *trove_record_own (TroveCore *core, TroveRecord *record, GError **error);

/* The record in the own sub-arena, with its content as before: a copy takes the place of one that lies elsewhere. Prepares the
 * bytes. NULL with NO_MEMORY or COPY_FAILED. */
TroveRecord *trove_record_move (TroveCore *core, TroveRecord *record, GError **error);

/* The record in the own sub-arena with the data of another struct: itself where it is own and the short strings take as many
 * bytes, else a new one. NULL with COPY_FAILED, and the record is as it was.
 *
 * replaced: a record with the values that are not needed any more, or NULL. The caller passes it to trove_record_discard () when
 * nothing reads the old record any more: freeing the values may call functions of the application. */
TroveRecord *trove_record_set_data (TroveCore *core, TroveRecord *record, gconstpointer data,
                                    TroveRecord **replaced, GError **error);
void trove_record_discard (TroveCore *core, TroveRecord *replaced);

/* A copy of the record, of a class with more fields behind those of the record's, in the own sub-arena. data: of the copy. NULL with
 * COPY_FAILED. */
TroveRecord *trove_record_extend (TroveCore *core, const TroveRecord *record, const TroveClass *klass,
                                  gconstpointer data, GError **error);

/* Bytes of the long strings of a record. */
gsize trove_record_long_bytes (const TroveRecord *record);

/* The same of the records of a sub-arena, from the one that was added last: of a string that several records have, a part of each. */
double trove_record_linked_long_bytes (gconstpointer record);

/* Clears the records of a sub-arena; the function of a schema of blocks. */
void trove_record_clear_linked (gpointer record);
