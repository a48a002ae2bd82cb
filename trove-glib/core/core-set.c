/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core-set.h"

#include "scratch.h"

/* Appends a copy of a frozen element. */
static gboolean
copy_on_write (TroveCore *core, guint pool, gconstpointer frozen, gboolean to_borrow, TroveRef *inout,
               GError **error)
{
  const TroveLayout *layout = &core->schema->pools[pool];

  if (to_borrow && !trove_core_prepare_borrow (core, pool, error))
    return FALSE;
  if (layout->store == TROVE_STORE_STRING && *(const char *const *) frozen != NULL)
    {
      const char *bytes = *(const char *const *) frozen;

      return trove_core_append_string (core, pool, bytes, trove_string_header (bytes)->length, inout, error);
    }

  if (layout->copy != NULL)
    return trove_core_append_copy (core, pool, frozen, to_borrow, inout, error);
  return trove_core_append (core, pool, frozen, inout, error);
}

static inline gpointer
get_mut (TroveCore *core, guint pool, gboolean to_borrow, TroveRef *inout, GError **error)
{
  TroveRef ref = *inout;
  gconstpointer frozen;

  if (G_LIKELY (trove_core_is_own (core, pool, &ref)))
    {
      if (!trove_core_check_change (core, &ref, error))
        return NULL;
      return trove_core_own_address (core, pool, &ref);
    }

  if (!trove_core_check_inout (core, pool, inout, error))
    return NULL;
  frozen = trove_core_get (core, pool, &ref, error);
  if (frozen == NULL || !copy_on_write (core, pool, frozen, to_borrow, &ref, error))
    return NULL;

  *inout = ref;
  return trove_core_own_address (core, pool, &ref);
}

gpointer
trove_core_get_mut (TroveCore *core, guint pool, TroveRef *inout, GError **error)
{
  return get_mut (core, pool, FALSE, inout, error);
}

gpointer
trove_core_get_mut_to_borrow (TroveCore *core, guint pool, TroveRef *inout, GError **error)
{
  return get_mut (core, pool, TRUE, inout, error);
}

/* The copy function may change the core, so the element's place is looked up after the copy. */
static gboolean
set_copy (TroveCore *core, guint pool, TroveRef *inout, gconstpointer element, GError **error)
{
  TroveSchema *schema = core->schema;
  const TroveLayout *layout = &schema->pools[pool];
  TroveRef ref = *inout;
  TroveScratch scratch;
  gboolean ok = TRUE;

  if (!trove_scratch_copy_one (&scratch, schema, pool, element, error))
    return FALSE;

  if (trove_core_is_own (core, pool, &ref))
    {
      TrovePostponed *room;

      ok = trove_core_check_change (core, &ref, error) &&
           (trove_copying_prepare (layout, &room) || trove_scratch_no_memory (layout, 1, error));
      if (ok)
        {
          trove_scratch_exchange (&scratch, layout, trove_core_own_address (core, pool, &ref));
          trove_copying_clear (schema, pool, scratch.element, room);
        }
    }
  else
    ok = trove_core_append_moved (core, pool, scratch.element, 1, inout, error);

  if (!ok)
    trove_schema_clear_elements (schema, pool, scratch.element, 1);
  trove_scratch_free (&scratch);
  return ok;
}

gboolean
trove_core_set (TroveCore *core, guint pool, TroveRef *inout, gconstpointer element, GError **error)
{
  const TroveLayout *layout = &core->schema->pools[pool];
  gpointer address;

  if (layout->store == TROVE_STORE_STRING)
    {
      const char *string = *(const char *const *) element;

      return trove_core_set_string (core, pool, inout, string, string != NULL ? strlen (string) : 0, error);
    }

  address = (gpointer) trove_core_get (core, pool, inout, error);
  if (address == NULL)
    return FALSE;
  if (trove_core_is_own (core, pool, inout) && !trove_core_check_change (core, inout, error))
    return FALSE;

  if (trove_layout_calls_back (layout))
    return set_copy (core, pool, inout, element, error);
  if (!trove_core_is_own (core, pool, inout))
    return trove_core_append (core, pool, element, inout, error);

  memmove (address, element, layout->stride);
  return TRUE;
}

gboolean
trove_sub_replace (TroveSub *sub, guint pool, gpointer address, gconstpointer element, TroveCheckFunc check,
                   gpointer data, GError **error)
{
  const TroveLayout *layout = &sub->schema->pools[pool];
  TrovePostponed *room;
  TroveScratch scratch;
  gboolean ok;

  if (layout->store == TROVE_STORE_STRING)
    return trove_sub_replace_string (sub, pool, address, *(const char *const *) element, error);
  if (!trove_layout_calls_back (layout))
    {
      memmove (address, element, layout->stride);
      return TRUE;
    }

  if (!trove_scratch_copy_one (&scratch, sub->schema, pool, element, error))
    return FALSE;
  ok = (check == NULL || check (data, error)) &&
       (trove_copying_prepare (layout, &room) || trove_scratch_no_memory (layout, 1, error));
  if (ok)
    {
      trove_scratch_exchange (&scratch, layout, address);
      trove_copying_clear (sub->schema, pool, scratch.element, room);
    }
  else
    trove_schema_clear_elements (sub->schema, pool, scratch.element, 1);
  trove_scratch_free (&scratch);
  return ok;
}
