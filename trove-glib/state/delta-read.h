/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reading a delta (delta-write.h), in either direction: what does not depend on a state is checked here.
 *
 *   forwards     before ─► after      what was removed is taken out, what was inserted is put in
 *   backwards    before ◄─ after      the other way round
 *
 * Memory depends on the bytes. */

#pragma once

#include "row-layout.h"

typedef struct
{
  TroveKey key;
  const TroveRowLayout *layout;
  GVariant *row;   /* its bytes, ay */
  GVariant *lists; /* aat */
} TroveDeltaObject;

typedef struct
{
  TroveKey key;
  const TroveRowLayout *layout;
  GVariant *values; /* a(uayay) */
  GVariant *lists;  /* a(ua(uatat)) */
} TroveDeltaChange;

typedef struct
{
  GVariant *variant; /* in the machine's byte order; the keys of runs are its bytes */
  gboolean backwards;
  GArray *added;   /* TroveDeltaObject, in increasing order of keys, as are the others */
  GArray *removed; /* TroveDeltaObject */
  GArray *changed; /* TroveDeltaChange */
} TroveDelta;

/* Sets DAMAGED. Returns FALSE. */
gboolean trove_delta_damaged (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Reads a variant of the type TROVE_DELTA_TYPE of any bytes. FALSE with DAMAGED; then there is nothing to clear. */
gboolean trove_delta_init (TroveDelta *self, const TroveRowLayouts *layouts, GVariant *variant,
                           gboolean backwards, GError **error);
void trove_delta_clear (TroveDelta *self);

/* The row of an object, in normal form, a full reference. NULL with DAMAGED. */
GVariant *trove_delta_row (const TroveDeltaObject *object, GError **error);

/* Calls func with each column of an object that is not in rows, and its keys. FALSE: func returned FALSE. */
typedef gboolean (*TroveDeltaKeysFunc) (const TroveClassField *field, const TroveKey *keys, gsize n,
                                        gpointer data, GError **error);
gboolean trove_delta_foreach_keys (const TroveDeltaObject *object, TroveDeltaKeysFunc func, gpointer data,
                                   GError **error);

/* A value that changes. */
typedef struct
{
  guint column;
  GVariant *before, *after; /* of the type of the column; owned */
} TroveDeltaValue;

/* Reads the value with an index. FALSE with DAMAGED. */
gboolean trove_delta_value_init (TroveDeltaValue *self, const TroveDelta *delta,
                                 const TroveDeltaChange *change, gsize index, GError **error);
void trove_delta_value_clear (TroveDeltaValue *self);

/* Keys from an index on are replaced by others. */
typedef struct
{
  guint32 at;    /* in the list as it is */
  guint32 after; /* in the list afterwards */
  const TroveKey *removed, *inserted;
  guint32 n_removed, n_inserted;
} TroveDeltaRun;

/* The runs of the list with an index, in increasing order; *field: which list, or owned field. NULL with DAMAGED. */
GArray *trove_delta_runs (const TroveDelta *self, const TroveDeltaChange *change, gsize index,
                          const TroveClassField **field, GError **error);
