/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "trove-arena-private.h"

/**
 * TroveArena:
 *
 * A document that is edited: values, which are appended and never move, and the versions that were kept of
 * the document.
 *
 * An arena appends values to one sub-arena, its own, and changes values there in place. All other sub-arenas
 * that it reads are frozen, and shared with clones, merges and snapshots. A change of a frozen value copies
 * the value to the own sub-arena and gives a new ref. The old ref, and every copy of it, still reads the old
 * value.
 *
 * An arena has one or several pools, each for elements of one type. The pools are fixed when the arena is
 * made. The arena belongs to one thread at a time, at first the thread that made it. Calls from another
 * thread fail with %TROVE_ERROR_WRONG_THREAD. After [method@Trove.Arena.transfer], or when its thread has
 * ended, the arena belongs to the next thread that uses it. Any thread may drop the last reference. When this
 * frees a long history, it takes about 200 ns for each version; drop the reference on another thread if the
 * main thread must not wait.
 *
 * An element must not hold a reference to the arena that it is stored in, neither itself nor through other
 * objects: each would keep the other, and neither would be freed. The same holds for a [struct@Trove.Borrow],
 * a [class@Trove.VecMap] or a [class@Trove.SubArena] of the sub-arena that the element is in. Store a
 * [struct@Trove.Ref], which keeps nothing alive, a pointer that the element does not own, or a
 * [struct@Trove.Snapshot], which holds older versions only. With `TROVE_DEBUG=cycles` in the environment, the
 * library reports elements that hold their arena when they are stored.
 *
 * Since: 1.0
 */

enum
{
  PROP_0,
  PROP_ELEMENT_TYPE,
  PROP_MAX_BYTES,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

gconstpointer trove_arena_class = &trove_arena_class;

G_DEFINE_FINAL_TYPE (TroveArena, trove_arena, G_TYPE_OBJECT)

/* Every arena is constructed with a pool of GValues, and most arenas get another schema at once. So all
 * arenas share one schema of GValues, which is copied when the first element is stored. */
static TroveSchema *default_schema;

static void
make_default_schema (void)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (G_TYPE_VALUE);

  trove_schema_new (&info, 1, &default_schema);
  default_schema->shared = TRUE;
}

static TroveSchema *
make_schema (const TroveElementInfo *infos, guint n_infos)
{
  TroveSchema *schema = NULL;
  const char *why = trove_schema_new (infos, n_infos, &schema);

  if (why != NULL)
    g_critical ("An arena cannot have such elements: %s", why);

  return schema;
}

static void
trove_arena_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TroveArena *self = TROVE_ARENA (object);
  g_autoptr (GError) error = NULL;
  TroveElementInfo info = { 0 };
  TroveSchema *schema;

  switch (id)
    {
    case PROP_ELEMENT_TYPE:
      info.type = g_value_get_gtype (value);
      /* G_TYPE_NONE is the default of the property: no type was given. */
      if (info.type == G_TYPE_VALUE || info.type == G_TYPE_NONE)
        break;
      schema = make_schema (&info, 1); /* also refuses type 0, which would be a struct of size 0 */
      if (schema != NULL)
        trove_core_set_schema (&self->core, schema);
      break;
    case PROP_MAX_BYTES:
      trove_arena_set_max_bytes (self, g_value_get_uint64 (value), &error);
      if (error != NULL)
        g_warning ("max-bytes was not set: %s", error->message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
trove_arena_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TroveArena *self = TROVE_ARENA (object);

  switch (id)
    {
    case PROP_ELEMENT_TYPE:
      g_value_set_gtype (value, trove_layout_value_type (&trove_core_peek_schema (&self->core)->pools[0]));
      break;
    case PROP_MAX_BYTES:
      g_value_set_uint64 (value, trove_arena_get_max_bytes (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
trove_arena_finalize (GObject *object)
{
  TroveArena *self = TROVE_ARENA (object);

  trove_core_clear (&self->core);

  G_OBJECT_CLASS (trove_arena_parent_class)->finalize (object);
}

static void
trove_arena_class_init (TroveArenaClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  trove_arena_class = klass;
  make_default_schema ();
  object_class->set_property = trove_arena_set_property;
  object_class->get_property = trove_arena_get_property;
  object_class->finalize = trove_arena_finalize;

  /**
   * TroveArena:element-type:
   *
   * The type of the elements. If there are several pools, the type of the elements of the first pool.
   *
   * A type that is not a type of values (`G_TYPE_IS_VALUE()`) causes a critical message, and the elements are
   * of type [struct@GObject.Value].
   *
   * Since: 1.0
   */
  properties[PROP_ELEMENT_TYPE] =
      g_param_spec_gtype ("element-type", NULL, NULL, G_TYPE_NONE,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  /**
   * TroveArena:max-bytes:
   *
   * The maximum number of bytes that the arena may hold, or 0 for no limit.
   *
   * A call that would need more fails with %TROVE_ERROR_NO_MEMORY and changes nothing. All elements can still
   * be read, changed in place, snapshotted and saved. The limited bytes are those that
   * [method@Trove.Arena.get_usage] measures when the limit is set, without the arena object itself, plus each
   * chunk that is made for the arena later. The limit does not include the view and the tables of rows and
   * borrows, which take some tens of bytes for each version, nor strings that are set through a
   * [struct@Trove.Borrow], which may outlive the arena. Rows double in size, so an arena of one pool may be
   * refused a row when half of the limit is used.
   *
   * If a thread that is not the owner sets the property, a warning is printed and the limit does not change.
   * Use [method@Trove.Arena.set_max_bytes] to get an error.
   *
   * A clone, and a branch of a snapshot, has the limit of its arena. The result of a merge or an absorb has
   * the limit of the first arena. A branch, a merge, [method@Trove.Arena.revert] and
   * [method@Trove.Arena.collect] measure the arena again, in time proportional to the number of sub-arenas.
   *
   * Since: 1.0
   */
  properties[PROP_MAX_BYTES] =
      g_param_spec_uint64 ("max-bytes", NULL, NULL, 0, G_MAXUINT64, 0,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
trove_arena_init (TroveArena *self)
{
  atomic_init (&self->owner, trove_thread_self ());
  trove_core_init (&self->core, trove_schema_ref (default_schema));
}

/* Owner */

gboolean
trove_arena_adopt (TroveArena *self, GError **error)
{
  return trove_thread_adopt (&self->owner, "arena",
                             "call trove_arena_transfer() on the owner's thread, or read a snapshot on this "
                             "thread",
                             error);
}

/* Construction */

TroveArena *
trove_arena_new_with_root (const TroveRef *root)
{
  TroveArena *self = g_object_new (TROVE_TYPE_ARENA, NULL);

  self->root = *root;
  return self;
}

static TroveArena *
new_of_infos (const TroveElementInfo *infos, guint n_infos)
{
  TroveSchema *schema = make_schema (infos, n_infos);
  TroveArena *self;

  if (schema == NULL)
    return NULL;

  self = g_object_new (TROVE_TYPE_ARENA, NULL);
  trove_core_set_schema (&self->core, schema);
  return self;
}

/**
 * trove_arena_new: (constructor)
 * @element_type: the type of the elements, which must be a type of values: %G_TYPE_INT64, %G_TYPE_STRING, a
 *   boxed type, …
 *
 * Makes an arena of one pool. With %G_TYPE_VALUE, each element has its own type.
 *
 * Returns: (transfer full): a new arena, owned by the calling thread
 *
 * Since: 1.0
 */
TroveArena *
trove_arena_new (GType element_type)
{
  const TroveElementInfo info = TROVE_ELEMENT_TYPE (element_type);

  g_return_val_if_fail (element_type != G_TYPE_INVALID, NULL);
  g_return_val_if_fail (G_TYPE_IS_VALUE (element_type), NULL);

  return new_of_infos (&info, 1);
}

/**
 * trove_arena_new_for_types: (constructor)
 * @types: (array length=n_types): the types of the pools, each a type of values
 * @n_types: the number of @types, 1 to %TROVE_MAX_POOLS
 *
 * Makes an arena of several pools. A version of the arena has the contents of all pools.
 *
 * Returns: (transfer full): a new arena, owned by the calling thread
 *
 * Since: 1.0
 */
TroveArena *
trove_arena_new_for_types (const GType *types, guint n_types)
{
  g_autofree TroveElementInfo *infos = NULL;

  g_return_val_if_fail (types != NULL, NULL);
  g_return_val_if_fail (n_types >= 1 && n_types <= TROVE_MAX_POOLS, NULL);

  infos = g_new0 (TroveElementInfo, n_types);
  for (guint i = 0; i < n_types; i++)
    {
      g_return_val_if_fail (types[i] != G_TYPE_INVALID && G_TYPE_IS_VALUE (types[i]), NULL);
      infos[i].type = types[i];
    }

  return new_of_infos (infos, n_types);
}

/**
 * trove_arena_new_with_infos: (skip)
 * @infos: (array length=n_infos): descriptions of the elements of each pool
 * @n_infos: the number of @infos, 1 to %TROVE_MAX_POOLS
 *
 * Makes an arena of several pools, whose elements may be C structs:
 *
 * ```c
 * const TroveElementInfo infos[] = {
 *   TROVE_ELEMENT (Node, .trace = node_trace),
 *   TROVE_ELEMENT_TYPE (G_TYPE_STRING),
 * };
 * g_autoptr (TroveArena) arena = trove_arena_new_with_infos (infos, G_N_ELEMENTS (infos));
 * ```
 *
 * Returns: (transfer full): a new arena, owned by the calling thread
 *
 * Since: 1.0
 */
TroveArena *
trove_arena_new_with_infos (const TroveElementInfo *infos, guint n_infos)
{
  g_return_val_if_fail (infos != NULL, NULL);
  g_return_val_if_fail (n_infos >= 1 && n_infos <= TROVE_MAX_POOLS, NULL);

  return new_of_infos (infos, n_infos);
}

/* The limit */

/**
 * trove_arena_set_max_bytes: (set-property max-bytes)
 * @self: an arena
 * @max_bytes: the number of bytes, or 0 for no limit
 * @error: return location for an error
 *
 * Limits the bytes that the arena may hold: see [property@Trove.Arena:max-bytes]. The arena keeps the bytes
 * that it already has, even if they exceed the limit.
 *
 * Cost: that of [method@Trove.Arena.get_usage] if there is a limit.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_WRONG_THREAD
 *
 * Since: 1.0
 */
gboolean
trove_arena_set_max_bytes (TroveArena *self, guint64 max_bytes, GError **error)
{
  g_return_val_if_fail (TROVE_IS_ARENA (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!trove_arena_enter (self, error))
    return FALSE;
  if (max_bytes == trove_core_max_bytes (&self->core))
    return TRUE;

  trove_core_set_max_bytes (&self->core, max_bytes);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAX_BYTES]);
  return TRUE;
}

/**
 * trove_arena_get_max_bytes: (get-property max-bytes)
 * @self: an arena
 *
 * Gets the maximum number of bytes that the arena may hold.
 *
 * Any thread may call this function.
 *
 * Returns: the number of bytes, or 0 for no limit
 *
 * Since: 1.0
 */
guint64
trove_arena_get_max_bytes (TroveArena *self)
{
  g_return_val_if_fail (TROVE_IS_ARENA (self), 0);

  return trove_core_max_bytes (&self->core);
}
