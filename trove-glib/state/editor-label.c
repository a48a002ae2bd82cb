/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "editor-label.h"

#define FIRST ((guint32) 1 << 31)
#define MOST_STEP 512 /* between labels at an end of a list */
#define STEP_SHIFT 20 /* of the numbers that are left, where these are few */
#define LEAST_STEP 4  /* between labels that are spread anew */

/* Objects of a list, with one more among them. */
typedef struct
{
  guint32 from, to; /* indices */
  guint32 lower;    /* labels of the objects around */
  guint32 step;
} Window;

static guint32
label_at (const TroveEditor *self, const TroveSequenceNode *list, guint32 index)
{
  return trove_state_get (&self->state, trove_sequence_get (list, index))->label;
}

static Window
make_window (const TroveEditor *self, const TroveSequenceNode *list, guint32 index, guint32 n)
{
  guint32 length = trove_sequence_length (list), upper;
  Window window = { .from = index - MIN (index, n / 2) };

  window.to = window.from + MIN (n, length - window.from);
  window.lower = window.from > 0 ? label_at (self, list, window.from - 1) : 0;
  upper = window.to < length ? label_at (self, list, window.to) : G_MAXUINT32;
  window.step = (upper - window.lower) / (window.to - window.from + 2);
  return window;
}

/* Spreads the labels of a window. label: that of the new object. */
static gboolean
spread (TroveEditor *self, const TroveSequenceNode *list, const Window *window, guint32 index, guint32 *label,
        GError **error)
{
  guint32 next = window->lower + window->step;

  for (guint32 i = window->from; i < window->to; i++)
    if (trove_editor_touch (self, trove_sequence_get (list, i), error) == NULL)
      return FALSE;

  for (guint32 i = window->from; i <= window->to; i++)
    {
      if (i == index)
        {
          *label = next;
          next += window->step;
        }
      if (i < window->to)
        trove_state_get (&self->state, trove_sequence_get (list, i))->label = next;
      next += window->step;
    }
  return TRUE;
}

/* The distance of a label at an end of a list from the next one. n: the numbers up to the last. */
static guint32
end_step (guint32 n)
{
  return CLAMP (n >> STEP_SHIFT, 1, MOST_STEP);
}

/* The label at an end of a list, or between two neighbours. FALSE: there is no number. */
static gboolean
find_free (const TroveEditor *self, const TroveSequenceNode *list, guint32 index, guint32 *label)
{
  guint32 length = trove_sequence_length (list);
  guint32 lower = index > 0 ? label_at (self, list, index - 1) : 0;
  guint32 upper = index < length ? label_at (self, list, index) : G_MAXUINT32;

  if (length == 0)
    *label = FIRST;
  else if (index == length)
    *label = lower + end_step (upper - lower);
  else if (index == 0)
    *label = upper - end_step (upper - lower);
  else
    *label = lower + (upper - lower) / 2;
  return upper - lower >= 2;
}

gboolean
trove_editor_choose_label (TroveEditor *self, const TroveSequenceNode *list, guint32 index, guint32 *label,
                           GError **error)
{
  if (find_free (self, list, index, label))
    return TRUE;

  for (guint32 n = 4; n <= TROVE_LABELS_CHANGED; n *= 4)
    {
      Window window = make_window (self, list, index, n);

      if (window.step >= LEAST_STEP)
        return spread (self, list, &window, index, label, error);
    }
  *label = index > 0 ? label_at (self, list, index - 1) : 0;
  return TRUE;
}
