/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Two people edit copies of a shopping list, each in a separate thread. Then the arenas are merged, and
 * the lists are reconciled by the ids of their items. An item that has the same ref as in the common version
 * was not changed. */

#include <trove-glib/trove-glib.h>

#define MAX_ITEMS 8

enum
{
  LISTS,
  TEXTS,
};

typedef struct
{
  TroveRef items[MAX_ITEMS]; /* refs to texts, by id; the null ref: no item has this id */
} List;

/* Adds an item or changes its text. Removes the item if the text is NULL. */
static gboolean
set_item (TroveArena *arena, guint id, const char *text, GError **error)
{
  TroveRef root;
  List *list;

  if (!trove_arena_get_root_raw (arena, &root, error) ||
      (list = trove_arena_get_mut_raw (arena, LISTS, &root, error)) == NULL)
    return FALSE;
  list->items[id] = (TroveRef) TROVE_REF_INIT;
  return (text == NULL || trove_arena_append_string (arena, TEXTS, text, -1, &list->items[id], error)) &&
         trove_arena_set_root (arena, &root, error);
}

static const char *
get_text (TroveArena *arena, const TroveRef *item)
{
  return trove_ref_is_null (item) ? "removed" : trove_arena_get_string (arena, item, NULL, NULL);
}

static gboolean
print_list (TroveArena *arena, const char *title, GError **error)
{
  const List *list;
  TroveRef root;

  if (!trove_arena_get_root_raw (arena, &root, error) ||
      (list = trove_arena_get_raw (arena, LISTS, &root, error)) == NULL)
    return FALSE;
  g_print ("%s:", title);
  for (guint id = 0; id < MAX_ITEMS; id++)
    if (!trove_ref_is_null (&list->items[id]))
      g_print (" [%u] %s", id, get_text (arena, &list->items[id]));
  g_print ("\n");
  return TRUE;
}

/* Applies the changes of the second list to the merged arena, whose root is the first list. */
static gboolean
reconcile (TroveArena *merged, const TroveRef *common_root, const TroveRef *second_root, GError **error)
{
  const List *common, *second;
  List *first;
  TroveRef root;

  if (!trove_arena_get_root_raw (merged, &root, error) ||
      (common = trove_arena_get_raw (merged, LISTS, common_root, error)) == NULL ||
      (second = trove_arena_get_raw (merged, LISTS, second_root, error)) == NULL ||
      (first = trove_arena_get_mut_raw (merged, LISTS, &root, error)) == NULL)
    return FALSE;

  for (guint id = 0; id < MAX_ITEMS; id++)
    {
      if (trove_ref_equal (&second->items[id], &common->items[id]))
        continue; /* the second person did not change the item */
      if (trove_ref_equal (&first->items[id], &common->items[id]))
        first->items[id] = second->items[id];
      else
        g_print ("conflict: [%u] %s or %s, the first is taken\n", id, get_text (merged, &first->items[id]),
                 get_text (merged, &second->items[id]));
    }
  return trove_arena_set_root (merged, &root, error);
}

/* Runs in another thread, which owns the arena from its first use on, and transfers it at the end. New
 * items have odd ids in this thread and even ids in the main thread, so that the ids differ. */
static gpointer
edit_second (gpointer arena)
{
  GError *error = NULL;

  if (set_item (arena, 1, "white bread", &error) && set_item (arena, 2, "green tea", &error) &&
      set_item (arena, 3, NULL, &error) && set_item (arena, 5, "jam", &error))
    trove_arena_transfer (arena, &error);
  return error;
}

static gboolean
edit_apart (TroveArena *first, TroveArena *second, GError **error)
{
  GThread *thread = g_thread_new ("second", edit_second, second);
  gboolean edited = set_item (first, 0, NULL, error) && set_item (first, 1, "rye bread", error) &&
                    set_item (first, 4, "rice", error);
  GError *second_error = g_thread_join (thread);

  if (second_error == NULL)
    return edited;
  if (edited)
    g_propagate_error (error, second_error);
  else
    g_error_free (second_error);
  return FALSE;
}

static gboolean
run (TroveArena *arena, GError **error)
{
  const List empty = { .items = { TROVE_REF_INIT } };
  g_autoptr (TroveArena) clone = NULL;
  g_autoptr (TroveArena) merged = NULL;
  TroveRef common_root, second_root;

  if (!trove_arena_append_raw (arena, LISTS, &empty, &common_root, error) ||
      !trove_arena_set_root (arena, &common_root, error) || !set_item (arena, 0, "milk", error) ||
      !set_item (arena, 1, "bread", error) || !set_item (arena, 2, "tea", error) ||
      !set_item (arena, 3, "soap", error) || !print_list (arena, "common", error) ||
      (clone = trove_arena_clone (arena, error)) == NULL)
    return FALSE;

  return trove_arena_transfer (clone, error) && edit_apart (arena, clone, error) &&
         print_list (arena, "first", error) && print_list (clone, "second", error) &&
         trove_arena_get_root_raw (clone, &second_root, error) &&
         (merged = trove_arena_merge (arena, clone, error)) != NULL &&
         reconcile (merged, &common_root, &second_root, error) && print_list (merged, "merged", error);
}

int
main (void)
{
  const TroveElementInfo infos[] = {
    [LISTS] = TROVE_ELEMENT (List),
    [TEXTS] = TROVE_ELEMENT_TYPE (G_TYPE_STRING),
  };
  g_autoptr (TroveArena) arena = trove_arena_new_with_infos (infos, G_N_ELEMENTS (infos));
  g_autoptr (GError) error = NULL;

  if (run (arena, &error))
    return 0;
  g_printerr ("%s\n", error->message);
  return 1;
}
