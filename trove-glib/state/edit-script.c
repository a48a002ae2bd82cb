/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "edit-script.h"

#include <string.h>

#include "core/memory.h"

#define REACH TROVE_EDIT_SCRIPT_REACH
#define NONE G_MAXUINT32

/* A longest common subsequence is found as a longest rising one: from first to last, each token of a may be matched with
 * its occurrences in b. For each length the last match of a subsequence of that length is kept, of several the one that is
 * first in b; each match names the one before it. */

/* A different token of b. */
typedef struct
{
  guint32 first; /* its first occurrence in b, NONE: an empty slot */
  guint32 begin; /* the first occurrence within reach of the next one in a, NONE: none */
  guint32 n_b;   /* occurrences in b */
  guint32 n_a;   /* occurrences in a so far */
} Slot;

typedef struct
{
  guint32 a, b;
  gsize before; /* the match before it */
} Match;

typedef struct
{
  const guint64 *a, *b;
  guint32 n_a, n_b;
  guint width;
  guint shift;
  Slot *slots;
  guint32 *next; /* the next occurrence in b, by index */
  Match *matches;
  gsize n_matches;
  gsize *ends; /* the last match, by length - 1 */
  guint32 n_ends;
} Script;

static inline gboolean
equal_tokens (const guint64 *a, const guint64 *b, guint width)
{
  return a[0] == b[0] && (width == 1 || memcmp (a + 1, b + 1, (width - 1) * sizeof *a) == 0);
}

/* Occurrences */

/* The slot of a token, or the empty slot for it. */
static Slot *
find_slot (const Script *script, const guint64 *token)
{
  guint64 hash = 0;
  gsize mask = ((gsize) 1 << (64 - script->shift)) - 1, at;

  for (guint i = 0; i < script->width; i++)
    hash = (hash ^ token[i]) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  for (at = (gsize) (hash >> script->shift);; at = (at + 1) & mask)
    {
      Slot *slot = &script->slots[at];

      if (slot->first == NONE ||
          equal_tokens (script->b + (gsize) slot->first * script->width, token, script->width))
        return slot;
    }
}

/* Backwards, so that a slot has the first occurrence and each occurrence has the next. */
static void
find_occurrences (Script *script)
{
  gsize n_slots = (gsize) 1 << (64 - script->shift);

  for (gsize i = 0; i < n_slots; i++)
    script->slots[i] = (Slot){ NONE, NONE, 0, 0 };

  for (guint32 i = script->n_b; i-- > 0;)
    {
      Slot *slot = find_slot (script, script->b + (gsize) i * script->width);

      script->next[i] = slot->first;
      slot->first = slot->begin = i;
      slot->n_b++;
    }
}

/* The occurrences of a slot's token in b that its next occurrence in a is compared with; advances. */
static guint
take_candidates (Script *script, Slot *slot, guint32 candidates[2 * REACH + 1])
{
  guint32 nth = slot->n_a++, i;
  guint most = MIN (nth, REACH) + REACH + 1, n = 0;

  if (nth > REACH && slot->begin != NONE)
    slot->begin = script->next[slot->begin];
  for (i = slot->begin; i != NONE && n < most; i = script->next[i])
    candidates[n++] = i;
  return n;
}

/* The most matches. */
static gsize
count_matches (const Script *script)
{
  gsize n = 0;

  for (guint32 i = 0; i < script->n_a; i++)
    {
      Slot *slot = find_slot (script, script->a + (gsize) i * script->width);

      n += MIN (slot->n_b, 2 * REACH + 1);
    }
  return n;
}

/* Matching */

/* How many lengths have a last match that is before b in b. */
static guint32
search_ends (const Script *script, guint32 b)
{
  guint32 low = 0, high = script->n_ends;

  if (high == 0 || script->matches[script->ends[high - 1]].b < b)
    return high;

  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;

      if (script->matches[script->ends[middle]].b < b)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
add_match (Script *script, guint32 a, guint32 b)
{
  guint32 length = search_ends (script, b);

  script->matches[script->n_matches] =
      (Match){ a, b, length > 0 ? script->ends[length - 1] : script->n_matches };
  script->ends[length] = script->n_matches++;
  if (length == script->n_ends)
    script->n_ends++;
}

static void
find_matches (Script *script)
{
  for (guint32 i = 0; i < script->n_a; i++)
    {
      Slot *slot = find_slot (script, script->a + (gsize) i * script->width);
      guint32 candidates[2 * REACH + 1];

      if (slot->first == NONE)
        continue;

      /* The last first, so that a token of a is matched once. */
      for (guint n = take_candidates (script, slot, candidates); n > 0; n--)
        add_match (script, i, candidates[n - 1]);
    }
}

/* Turns the chain of the longest subsequence around, into an array from its first match on. */
static void
sort_matches (Script *script)
{
  gsize match = script->n_ends > 0 ? script->ends[script->n_ends - 1] : 0;

  for (guint32 i = script->n_ends; i-- > 0;)
    {
      script->ends[i] = match;
      match = script->matches[match].before;
    }
}

static gboolean
call_for_gaps (const Script *script, guint32 skipped, TroveEditFunc func, gpointer data)
{
  guint32 a = 0, b = 0;

  for (guint32 i = 0; i <= script->n_ends; i++)
    {
      Match end = { script->n_a, script->n_b, 0 };
      const Match *match = i < script->n_ends ? &script->matches[script->ends[i]] : &end;

      if ((match->a > a || match->b > b) &&
          !func (skipped + a, match->a - a, skipped + b, match->b - b, data))
        return FALSE;
      a = match->a + 1;
      b = match->b + 1;
    }
  return TRUE;
}

/* Memory */

static gboolean
allocate (Script *script)
{
  gsize n_slots = 1;

  for (script->shift = 64; n_slots / 2 < script->n_b; script->shift--)
    n_slots *= 2;
  script->slots = trove_memory_alloc (n_slots * sizeof *script->slots);
  script->next = trove_memory_alloc (script->n_b * sizeof *script->next);
  script->ends = trove_memory_alloc (MIN (script->n_a, script->n_b) * sizeof *script->ends);
  return script->slots != NULL && script->next != NULL && script->ends != NULL;
}

static gboolean
match_all (Script *script)
{
  gsize n;

  if (!allocate (script))
    return FALSE;
  find_occurrences (script);
  n = count_matches (script);
  script->matches = trove_memory_alloc (MAX (n, 1) * sizeof *script->matches);
  if (script->matches == NULL)
    return FALSE;

  find_matches (script);
  sort_matches (script);
  return TRUE;
}

gboolean
trove_edit_script (const guint64 *a, guint32 n_a, const guint64 *b, guint32 n_b, guint width,
                   TroveEditFunc func, gpointer data)
{
  Script script = { .width = width };
  guint32 skipped = 0;
  gboolean ok;

  while (n_a > 0 && n_b > 0 && equal_tokens (a, b, width))
    a += width, b += width, n_a--, n_b--, skipped++;
  while (n_a > 0 && n_b > 0 &&
         equal_tokens (a + (gsize) (n_a - 1) * width, b + (gsize) (n_b - 1) * width, width))
    n_a--, n_b--;
  if (n_a == 0 && n_b == 0)
    return TRUE;
  if (n_a == 0 || n_b == 0)
    return func (skipped, n_a, skipped, n_b, data);

  script.a = a;
  script.n_a = n_a;
  script.b = b;
  script.n_b = n_b;
  ok = match_all (&script) && call_for_gaps (&script, skipped, func, data);
  trove_memory_free (script.slots);
  trove_memory_free (script.next);
  trove_memory_free (script.ends);
  trove_memory_free (script.matches);
  return ok;
}
