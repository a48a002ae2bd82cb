/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-sequence.h"

#include "failing-memory.h"

static void
clear_blocks (gpointer blocks)
{
}

void
document_init (Document *document)
{
  trove_core_init (&document->core, trove_schema_new_of_blocks (clear_blocks));
  document->sequence = NULL;
  document->keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));
}

void
document_clear (Document *document)
{
  trove_core_clear (&document->core);
  g_array_unref (document->keys);
}

/* Changes */

guint64
document_n_bytes (const Document *document)
{
  return document->core.own != NULL ? document->core.own->blocks.n_bytes : 0;
}

/* The bytes that were used before the change. */
static guint64
begin (Document *document, gsize bytes)
{
  guint64 used = document_n_bytes (document);

  g_assert_true (trove_core_prepare_blocks (&document->core, bytes, NULL));
  failing_memory_start (FAILING_REST, 0);
  return used;
}

static void
end (Document *document, guint64 used, gsize bytes, gboolean exact)
{
  failing_memory_stop ();
  g_assert_false (failing_memory_has_failed ());
  used = document_n_bytes (document) - used;
  g_assert_cmpuint (used, <=, bytes);
  if (exact)
    g_assert_cmpuint (used, ==, bytes);
}

void
document_insert (Document *document, guint32 index, TroveKey key)
{
  gsize bytes = trove_sequence_insert_bytes (&document->core, document->sequence, index);
  guint64 used = begin (document, bytes);

  trove_sequence_insert (&document->core, &document->sequence, index, key);
  end (document, used, bytes, TRUE);
  g_array_insert_val (document->keys, index, key);
}

TroveKey
document_remove (Document *document, guint32 index)
{
  gsize bytes = trove_sequence_remove_bytes (&document->core, document->sequence, index);
  guint64 used = begin (document, bytes);
  TroveKey key = trove_sequence_remove (&document->core, &document->sequence, index);

  end (document, used, bytes, FALSE);
  g_assert_cmpuint (key, ==, g_array_index (document->keys, TroveKey, index));
  g_array_remove_index (document->keys, index);
  return key;
}

void
document_set (Document *document, guint32 index, TroveKey key)
{
  gsize bytes = trove_sequence_set_bytes (&document->core, document->sequence, index);
  guint64 used = begin (document, bytes);

  trove_sequence_set (&document->core, &document->sequence, index, key);
  end (document, used, bytes, TRUE);
  g_array_index (document->keys, TroveKey, index) = key;
}

void
document_move (Document *document, guint32 from, guint32 to)
{
  gsize bytes = trove_sequence_move_bytes (&document->core, document->sequence, from, to);
  guint64 used = begin (document, bytes);
  TroveKey key = g_array_index (document->keys, TroveKey, from);

  trove_sequence_move (&document->core, &document->sequence, from, to);
  end (document, used, bytes, FALSE);
  g_array_remove_index (document->keys, from);
  g_array_insert_val (document->keys, to, key);
}

void
document_build (Document *document, TroveKey first, guint32 n)
{
  gsize bytes = trove_sequence_build_bytes (n);
  guint64 used;

  g_array_set_size (document->keys, n);
  for (guint32 i = 0; i < n; i++)
    g_array_index (document->keys, TroveKey, i) = first + i;
  used = begin (document, bytes);
  document->sequence = trove_sequence_build (&document->core, (const TroveKey *) document->keys->data, n);
  end (document, used, bytes, TRUE);
}

/* Versions */

void
document_take_version (Document *document, Version *version)
{
  g_assert_true (trove_core_freeze (&document->core, NULL));
  version->sequence = document->sequence;
  version->keys = g_array_copy (document->keys);
  trove_view_copy (trove_core_view (&document->core), &version->view);
}

void
document_revert (Document *document, const Version *version)
{
  g_assert_true (trove_core_revert (&document->core, &version->view, NULL));
  document->sequence = version->sequence;
  g_array_unref (document->keys);
  document->keys = g_array_copy (version->keys);
}

void
version_clear (Version *version)
{
  if (version->keys == NULL)
    return;
  trove_view_clear (&version->view);
  g_array_unref (version->keys);
  *version = (Version){ 0 };
}

/* Invariants */

typedef struct
{
  const CheckHolder *holder;
  const GArray *keys;
  guint32 at; /* the next key */
} Check;

static gsize
size_of (const TroveSequenceNode *node)
{
  if (node->level == 0)
    return sizeof *node + node->capacity * sizeof (TroveKey);

  return (gsize) ((char *) (trove_sequence_children (node) + node->capacity) - (char *) node);
}

static void
check_header (const TroveSequenceNode *node, gboolean edge, const Check *check)
{
  guint full = node->level == 0 ? TROVE_SEQUENCE_LEAF : TROVE_SEQUENCE_INNER;
  guint64 origin = node->origin | (guint64) node->origin_high << 32;

  check_place (check->holder, node->place, node, size_of (node));
  g_assert_cmpuint (node->n, >=, edge ? 1 : full / 2);
  g_assert_cmpuint (node->n, <=, node->capacity);
  g_assert_cmpuint (node->capacity, <=, full);
  g_assert_cmpuint (node->content, <=, node->place);
  if (node->content == node->place)
    g_assert_cmpuint (origin, ==, (guintptr) node / 32 & (((guint64) 1 << 40) - 1));
}

/* The number of keys below the node. edge: the node is on the right edge. */
static guint32
check_node (const TroveSequenceNode *node, gboolean edge, Check *check)
{
  guint32 n = 0;

  check_header (node, edge, check);
  if (node->level == 0)
    {
      g_assert_cmpuint (check->at + node->n, <=, check->keys->len);
      g_assert_cmpmem (trove_sequence_keys (node), node->n * sizeof (TroveKey),
                       &g_array_index (check->keys, TroveKey, check->at), node->n * sizeof (TroveKey));
      check->at += node->n;
      return node->n;
    }

  for (guint i = 0; i < node->n; i++)
    {
      const TroveSequenceNode *child = trove_sequence_children (node)[i];

      g_assert_cmpuint (child->level, ==, node->level - 1);
      g_assert_cmpuint (child->content, <=, node->content);
      g_assert_cmpuint (child->place, <=, node->place);
      g_assert_cmpuint (check_node (child, edge && i == node->n - 1u, check), ==,
                        trove_sequence_counts (node)[i]);
      n += trove_sequence_counts (node)[i];
    }
  return n;
}

void
check_sequence (const CheckHolder *holder, const TroveSequenceNode *sequence, const GArray *keys)
{
  Check check = { holder, keys, 0 };

  if (sequence != NULL)
    {
      if (sequence->level > 0)
        g_assert_cmpuint (sequence->n, >=, 2);
      check_node (sequence, TRUE, &check);
    }
  g_assert_cmpuint (check.at, ==, keys->len);
  g_assert_cmpuint (trove_sequence_length (sequence), ==, keys->len);
}

void
document_check (const Document *document)
{
  const CheckHolder holder = check_holder_of_core (&document->core);

  check_sequence (&holder, document->sequence, document->keys);
}

void
version_check (const Version *version)
{
  const CheckHolder holder = { .view = &version->view };

  check_sequence (&holder, version->sequence, version->keys);
}
