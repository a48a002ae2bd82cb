/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "merge-oracle.h"

#define KIND(name) (1U << TROVE_CONFLICT_##name)

/* Conflicts that leave an object at another place than its moves say. */
#define KINDS_OF_PLACES                                                                                      \
  (KIND (ABSENT_OWNER) | KIND (LATER_PLACE) | KIND (OCCUPIED) | KIND (IN_USE) | KIND (CYCLE) |               \
   KIND (EXISTS) | KIND (RETURNED))

/* Conflicts */

static TroveConflict *
nth_conflict (const MergeCase *self, guint i)
{
  g_autoptr (TroveConflict) conflict = g_list_model_get_item (self->conflicts, i);

  return conflict; /* the merge has a reference */
}

static guint
count_conflicts (const MergeCase *self)
{
  return g_list_model_get_n_items (self->conflicts);
}

/* TRUE if a conflict of some kinds is of the object, or names it. */
static gboolean
is_named (const MergeCase *self, TroveKey key, guint kinds)
{
  for (guint i = 0; i < count_conflicts (self); i++)
    {
      TroveConflict *conflict = nth_conflict (self, i);

      if ((kinds >> trove_conflict_get_kind (conflict) & 1) != 0 &&
          (trove_conflict_get_key (conflict) == key || trove_conflict_get_other_key (conflict) == key))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_listed (const MergeCase *self, TroveKey key, const char *property)
{
  for (guint i = 0; i < count_conflicts (self); i++)
    {
      TroveConflict *conflict = nth_conflict (self, i);

      if (trove_conflict_get_kind (conflict) == TROVE_CONFLICT_LATER_VALUE &&
          trove_conflict_get_key (conflict) == key &&
          g_strcmp0 (trove_conflict_get_property_name (conflict), property) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Values */

/* One object in all four. */
typedef struct
{
  TroveKey key;
  const PictureObject *base, *ours, *theirs, *merged;
} Quartet;

static gboolean
find_quartet (const MergeCase *self, TroveKey key, Quartet *quartet)
{
  *quartet = (Quartet){
    key,
    picture_find (self->base, key),
    picture_find (self->ours, key),
    picture_find (self->theirs, key),
    picture_find (self->merged, key),
  };
  return quartet->base != NULL && quartet->ours != NULL && quartet->theirs != NULL && quartet->merged != NULL;
}

/* A reference that is cleared since its object was removed is no change. */
static gboolean
is_lost (const Picture *side, const PictureObject *base, const PictureObject *object, PictureValue value)
{
  return picture_is_reference (value) && object->values[value] == 0 && base->values[value] != 0 &&
         picture_find (side, base->values[value]) == NULL;
}

/* A target that neither side has removed is there, or a conflict names it. */
static gboolean
is_absent (const MergeCase *self, const Quartet *object, PictureValue value, TroveKey target)
{
  return picture_is_reference (value) && picture_find (self->merged, target) == NULL &&
         (target == object->base->values[value] || is_named (self, target, G_MAXUINT));
}

static void
check_value (const MergeCase *self, const Quartet *object, PictureValue value)
{
  guint64 base = object->base->values[value], merged = object->merged->values[value];
  guint64 ours = is_lost (self->ours, object->base, object->ours, value) ? base : object->ours->values[value];
  guint64 theirs =
      is_lost (self->theirs, object->base, object->theirs, value) ? base : object->theirs->values[value];
  const char *name = picture_value_names[value];
  guint64 expected = ours == base || (self->is_wrong && theirs != base) ? theirs : ours;
  gboolean is_conflict = ours != base && theirs != base && ours != theirs;

  if (merged != expected && (merged != 0 || !is_absent (self, object, value, expected)))
    g_error ("\"%s\" of %" G_GUINT64_FORMAT " is %" G_GINT64_MODIFIER "x, not %" G_GINT64_MODIFIER "x", name,
             object->key, merged, expected);
  if (is_listed (self, object->key, name) != is_conflict &&
      !(is_conflict && is_absent (self, object, value, theirs)))
    g_error ("The conflict of \"%s\" of %" G_GUINT64_FORMAT " is%s there", name, object->key,
             is_conflict ? " not" : "");
}

/* Values that belong together */

/* The value of a side: that of the base, if the side has not changed it. */
static guint64
made_by (const Picture *side, const Quartet *object, const PictureObject *of_side, PictureValue value)
{
  return is_lost (side, object->base, of_side, value) ? object->base->values[value] : of_side->values[value];
}

/* Where both have changed some of the values, the first one that differs; else N_PICTURE_VALUES. */
static PictureValue
find_conflict (const MergeCase *self, const Quartet *object)
{
  gboolean ours_changed = FALSE, theirs_changed = FALSE;
  guint first = N_PICTURE_VALUES;

  for (guint i = N_PICTURE_VALUES; i-- > PICTURE_FIRST_TOGETHER;)
    {
      guint64 base = object->base->values[i];
      guint64 ours = made_by (self->ours, object, object->ours, (PictureValue) i);
      guint64 theirs = made_by (self->theirs, object, object->theirs, (PictureValue) i);

      ours_changed |= ours != base;
      theirs_changed |= theirs != base;
      if (ours != theirs && object->ours->values[i] != object->theirs->values[i])
        first = i;
    }
  return (PictureValue) (ours_changed && theirs_changed ? first : N_PICTURE_VALUES);
}

/* The values that a side has changed. */
static void
check_names (const MergeCase *self, const Quartet *object, PictureValue first)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint value = PICTURE_FIRST_TOGETHER; value < N_PICTURE_VALUES; value++)
    if (object->base->values[value] != object->ours->values[value] ||
        object->base->values[value] != object->theirs->values[value])
      g_string_append_printf (names, "%s ", picture_value_names[value]);
  for (guint i = 0; i < count_conflicts (self); i++)
    {
      TroveConflict *conflict = nth_conflict (self, i);
      g_auto (GStrv) found = trove_conflict_dup_property_names (conflict);
      g_autofree char *joined = g_strjoinv (" ", found);

      if (trove_conflict_get_key (conflict) == object->key &&
          trove_conflict_get_kind (conflict) == TROVE_CONFLICT_LATER_VALUE &&
          g_strcmp0 (trove_conflict_get_property_name (conflict), picture_value_names[first]) == 0)
        g_assert_cmpstr (g_strchomp (names->str), ==, joined);
    }
}

static void
check_together (const MergeCase *self, const Quartet *object)
{
  PictureValue first = find_conflict (self, object);

  for (guint i = PICTURE_FIRST_TOGETHER; i < N_PICTURE_VALUES; i++)
    {
      PictureValue value = (PictureValue) i;
      guint64 ours = made_by (self->ours, object, object->ours, value);
      guint64 theirs = made_by (self->theirs, object, object->theirs, value);
      gboolean stays = first != N_PICTURE_VALUES || ours != object->base->values[value];
      guint64 expected = stays ? ours : theirs, merged = object->merged->values[value];

      if (merged != expected && (merged != 0 || !is_absent (self, object, value, expected)))
        g_error ("\"%s\" of %" G_GUINT64_FORMAT " is not of the side of what belongs together",
                 picture_value_names[value], object->key);
      if (is_listed (self, object->key, picture_value_names[value]) != (value == first) &&
          !is_absent (self, object, value, theirs))
        g_error ("The conflict of \"%s\" of %" G_GUINT64_FORMAT " is%s there", picture_value_names[value],
                 object->key, value == first ? " not" : "");
    }
  if (first != N_PICTURE_VALUES)
    check_names (self, object, first);
}

/* Places */

static gboolean
same_place (const PictureObject *a, const PictureObject *b)
{
  return a->owner == b->owner && a->property == b->property;
}

static void
check_place (const MergeCase *self, const Quartet *object)
{
  gboolean ours_moved = !same_place (object->ours, object->base);
  gboolean theirs_moved = !same_place (object->theirs, object->base);
  const PictureObject *expected = ours_moved ? object->ours : object->theirs;
  gboolean is_conflict = ours_moved && theirs_moved && !same_place (object->ours, object->theirs);

  if (!same_place (object->merged, expected) && !is_named (self, object->key, KINDS_OF_PLACES))
    g_error ("Object %" G_GUINT64_FORMAT " is in \"%s\" of %" G_GUINT64_FORMAT
             ", not in \"%s\" of %" G_GUINT64_FORMAT,
             object->key, object->merged->property, object->merged->owner, expected->property,
             expected->owner);
  if (is_conflict && !is_named (self, object->key, KINDS_OF_PLACES))
    g_error ("Both have moved %" G_GUINT64_FORMAT ", and it has no conflict", object->key);
}

/* Lists of references, without the order */

static void
check_link (const MergeCase *self, const Quartet *object, TroveKey target)
{
  gboolean in_base = picture_list_has (object->base, PICTURE_LINKS, target);
  gboolean in_ours = picture_list_has (object->ours, PICTURE_LINKS, target);
  gboolean in_theirs = picture_list_has (object->theirs, PICTURE_LINKS, target);
  gboolean expected = in_base ? in_ours && in_theirs : in_ours || in_theirs;

  if (picture_find (self->ours, target) == NULL || picture_find (self->theirs, target) == NULL ||
      is_listed (self, object->key, "links"))
    return;
  if (picture_list_has (object->merged, PICTURE_LINKS, target) != expected)
    g_error ("%" G_GUINT64_FORMAT " is%s in the links of %" G_GUINT64_FORMAT, target, expected ? " not" : "",
             object->key);
}

static void
check_links (const MergeCase *self, const Quartet *object)
{
  const PictureObject *const all[] = { object->base, object->ours, object->theirs, object->merged };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    for (guint j = 0; j < all[i]->lists[PICTURE_LINKS]->len; j++)
      check_link (self, object, g_array_index (all[i]->lists[PICTURE_LINKS], TroveKey, j));
}

/* The order of lists */

/* The index of an item, or -1. */
static int
find_item (const PictureObject *object, PictureList list, TroveKey key)
{
  const GArray *items = object->lists[list];

  for (guint i = 0; i < items->len; i++)
    if (g_array_index (items, TroveKey, i) == key)
      return (int) i;
  return -1;
}

/* TRUE if the items that two versions of a list have in common stand in the same order. */
static gboolean
is_in_order (const PictureObject *a, const PictureObject *b, PictureList list)
{
  int last = -1;

  for (guint i = 0; i < a->lists[list]->len; i++)
    {
      int at = find_item (b, list, g_array_index (a->lists[list], TroveKey, i));

      if (at >= 0 && at < last)
        return FALSE;
      last = MAX (last, at);
    }
  return TRUE;
}

/* TRUE if both sides have inserted the same item. */
static gboolean
have_inserted_same (const Quartet *object, PictureList list)
{
  const GArray *ours = object->ours->lists[list];

  for (guint i = 0; i < ours->len; i++)
    {
      TroveKey key = g_array_index (ours, TroveKey, i);

      if (picture_list_has (object->theirs, list, key) && !picture_list_has (object->base, list, key))
        return TRUE;
    }
  return FALSE;
}

/* If no side has moved items within the list, those of the base stand in the same order in the merged one. So do those of each side, if
 * they have inserted different ones. */
static void
check_order (const Quartet *object, PictureList list)
{
  const PictureObject *const all[] = { object->base, object->ours, object->theirs };

  if (!is_in_order (object->base, object->ours, list) || !is_in_order (object->base, object->theirs, list) ||
      !is_in_order (object->ours, object->theirs, list))
    return;
  for (guint i = 0; i < (have_inserted_same (object, list) ? 1 : G_N_ELEMENTS (all)); i++)
    if (!is_in_order (all[i], object->merged, list))
      g_error ("Items of \"%s\" of %" G_GUINT64_FORMAT " are in another order", picture_list_names[list],
               object->key);
}

/* Objects */

static void
check_object (const MergeCase *self, TroveKey key)
{
  gboolean in_base = picture_find (self->base, key) != NULL;
  gboolean in_ours = picture_find (self->ours, key) != NULL;
  gboolean in_theirs = picture_find (self->theirs, key) != NULL;
  gboolean in_merged = picture_find (self->merged, key) != NULL;
  gboolean expected = in_base ? in_ours && in_theirs : in_ours || in_theirs;

  if (!in_ours && !in_theirs && in_merged)
    g_error ("Object %" G_GUINT64_FORMAT " is there, and neither side has it", key);
  if (in_merged != expected && !is_named (self, key, G_MAXUINT))
    g_error ("Object %" G_GUINT64_FORMAT " is%s there, and no conflict names it", key,
             expected ? " not" : "");
  if (is_named (self, key, KIND (RETURNED)) && (in_ours || !in_merged))
    g_error ("Object %" G_GUINT64_FORMAT " has not returned", key);
}

gboolean
merge_oracle_repeats (const MergeCase *self)
{
  return picture_repeats (self->base) || picture_repeats (self->ours) || picture_repeats (self->theirs);
}

static void
check_all (const MergeCase *self, const Picture *picture)
{
  gboolean repeats = merge_oracle_repeats (self);

  for (guint i = 0; i < picture->objects->len; i++)
    {
      TroveKey key = picture_nth (picture, i)->key;
      Quartet object;

      check_object (self, key);
      if (!find_quartet (self, key, &object))
        continue;
      for (guint value = 0; value < PICTURE_FIRST_TOGETHER; value++)
        check_value (self, &object, (PictureValue) value);
      check_together (self, &object);
      check_place (self, &object);
      check_order (&object, PICTURE_CHILDREN);
      if (repeats)
        continue;
      check_order (&object, PICTURE_LINKS);
      check_links (self, &object);
    }
}

/* References are to objects that are there, and owners lead to the root. */
static void
check_whole (const Picture *merged)
{
  for (guint i = 0; i < merged->objects->len; i++)
    {
      const PictureObject *object = picture_nth (merged, i), *owner = object;
      guint depth = 0;

      for (guint value = 0; value < N_PICTURE_VALUES; value++)
        g_assert_true (!picture_is_reference ((PictureValue) value) || object->values[value] == 0 ||
                       picture_find (merged, object->values[value]) != NULL);
      for (guint list = 0; list < N_PICTURE_LISTS; list++)
        for (guint j = 0; j < object->lists[list]->len; j++)
          g_assert_nonnull (picture_find (merged, g_array_index (object->lists[list], TroveKey, j)));
      while (owner->owner != 0)
        {
          owner = picture_find (merged, owner->owner);
          g_assert_nonnull (owner);
          g_assert_cmpuint (depth++, <, merged->objects->len);
        }
      g_assert_true (owner->key == merged->root);
    }
}

/* One side alone has changed something. */
static void
check_one_side (const MergeCase *self, const Picture *unchanged, const Picture *expected)
{
  g_autofree char *changed = picture_compare (self->base, unchanged);
  g_autofree char *difference = picture_compare (self->merged, expected);

  if (changed == NULL && difference != NULL)
    g_error ("One side has changed nothing, and %s", difference);
  if (changed == NULL)
    g_assert_cmpuint (count_conflicts (self), ==, 0);
}

void
merge_oracle_check (const MergeCase *self)
{
  check_whole (self->merged);
  check_all (self, self->base);
  check_all (self, self->ours);
  check_all (self, self->theirs);
  check_all (self, self->merged);
  check_one_side (self, self->ours, self->theirs);
  check_one_side (self, self->theirs, self->ours);
}

/* Exchanged sides */

static gboolean
is_of_value (const MergeCase *self, TroveConflict *conflict)
{
  const char *name = trove_conflict_get_property_name (conflict);
  Quartet object;

  if (trove_conflict_get_kind (conflict) != TROVE_CONFLICT_LATER_VALUE ||
      !find_quartet (self, trove_conflict_get_key (conflict), &object))
    return FALSE;
  for (guint value = 0; value < N_PICTURE_VALUES; value++)
    if (g_strcmp0 (name, picture_value_names[value]) == 0)
      return TRUE;
  return FALSE;
}

gboolean
merge_oracle_has_values_alone (const MergeCase *self)
{
  for (guint i = 0; i < count_conflicts (self); i++)
    if (!is_of_value (self, nth_conflict (self, i)))
      return FALSE;
  return TRUE;
}

static void
check_mirrored (const MergeCase *self, const MergeCase *mirrored)
{
  for (guint i = 0; i < count_conflicts (self); i++)
    {
      TroveConflict *conflict = nth_conflict (self, i);
      TroveKey key = trove_conflict_get_key (conflict);

      if (is_of_value (self, conflict) &&
          !is_listed (mirrored, key, trove_conflict_get_property_name (conflict)) &&
          !is_named (mirrored, key, KIND (ABSENT_TARGET)))
        g_error ("\"%s\" of %" G_GUINT64_FORMAT " is a conflict of one side alone",
                 trove_conflict_get_property_name (conflict), key);
    }
}

void
merge_oracle_check_mirrored (const MergeCase *self, const MergeCase *mirrored)
{
  g_autofree char *difference = picture_compare (self->merged, mirrored->merged);

  check_mirrored (self, mirrored);
  check_mirrored (mirrored, self);
  if ((count_conflicts (self) == 0) != (count_conflicts (mirrored) == 0))
    g_error ("One side has %u conflicts, the other %u", count_conflicts (self), count_conflicts (mirrored));
  if (count_conflicts (self) == 0 && difference != NULL)
    g_error ("The sides differ without a conflict: %s", difference);
}
