/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A sequence beside an array of the keys that it should have, with versions of both. Every change checks that it takes no
 * more bytes than it says, and allocates nothing. */

#pragma once

#include "check-core.h"
#include "state/sequence.h"

typedef struct
{
  TroveCore core;
  TroveSequenceNode *sequence;
  GArray *keys;
} Document;

typedef struct
{
  TroveSequenceNode *sequence;
  GArray *keys; /* NULL: no version */
  TroveView view;
} Version;

void document_init (Document *document);
void document_clear (Document *document);

void document_insert (Document *document, guint32 index, TroveKey key);
TroveKey document_remove (Document *document, guint32 index);
void document_set (Document *document, guint32 index, TroveKey key);
void document_move (Document *document, guint32 from, guint32 to);

/* Replaces the sequence by a built one of n keys from first on. */
void document_build (Document *document, TroveKey first, guint32 n);

/* The bytes of all blocks of the own sub-arena. */
guint64 document_n_bytes (const Document *document);

/* Freezes the document. */
void document_take_version (Document *document, Version *version);

/* Goes back to a version, as undo does. */
void document_revert (Document *document, const Version *version);

void version_clear (Version *version);

/* The sequence has the array's keys, and all invariants hold. */
void check_sequence (const CheckHolder *holder, const TroveSequenceNode *sequence, const GArray *keys);
void document_check (const Document *document);
void version_check (const Version *version);
