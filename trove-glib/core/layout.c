/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "layout.h"

#include <string.h>

#define MAX_SIZE 65536

/* Owned pointers */

static gboolean
copy_boxed (gpointer dest, gconstpointer src, gpointer data)
{
  gpointer boxed = *(const gpointer *) src;

  *(gpointer *) dest = boxed != NULL ? g_boxed_copy (GPOINTER_TO_SIZE (data), boxed) : NULL;
  return TRUE;
}

static void
clear_boxed (gpointer element, gpointer data)
{
  gpointer boxed = *(gpointer *) element;

  if (boxed != NULL)
    g_boxed_free (GPOINTER_TO_SIZE (data), boxed);
}

/* Sinks a floating reference, as other containers do. */
static gboolean
copy_object (gpointer dest, gconstpointer src, gpointer data)
{
  gpointer object = *(const gpointer *) src;

  *(gpointer *) dest = object != NULL ? g_object_ref_sink (object) : NULL;
  return TRUE;
}

static void
clear_object (gpointer element, gpointer data)
{
  g_clear_object ((GObject **) element);
}

static gboolean
copy_variant (gpointer dest, gconstpointer src, gpointer data)
{
  GVariant *variant = *(GVariant *const *) src;

  *(GVariant **) dest = variant != NULL ? g_variant_ref_sink (variant) : NULL;
  return TRUE;
}

static void
clear_variant (gpointer element, gpointer data)
{
  g_clear_pointer ((GVariant **) element, g_variant_unref);
}

static gboolean
copy_param (gpointer dest, gconstpointer src, gpointer data)
{
  GParamSpec *pspec = *(GParamSpec *const *) src;

  *(GParamSpec **) dest = pspec != NULL ? g_param_spec_ref_sink (pspec) : NULL;
  return TRUE;
}

static void
clear_param (gpointer element, gpointer data)
{
  g_clear_pointer ((GParamSpec **) element, g_param_spec_unref);
}

static gboolean
copy_value (gpointer dest, gconstpointer src, gpointer data)
{
  memset (dest, 0, sizeof (GValue));
  if (G_IS_VALUE (src))
    {
      g_value_init (dest, G_VALUE_TYPE (src));
      g_value_copy (src, dest);
    }
  return TRUE;
}

static void
clear_value (gpointer element, gpointer data)
{
  if (G_IS_VALUE (element))
    g_value_unset (element);
}

/* Registered boxed types */

typedef struct
{
  TroveElementInfo info; /* size 0: the type was used before it was registered */
  gboolean used;         /* by a layout: info does not change any more */
} Registered;

static GMutex register_lock; /* over the registrations; a leaf, held for a look-up or an insertion */

static GQuark
registered_quark (void)
{
  return g_quark_from_static_string ("trove-element-info");
}

static gboolean
info_equal (const TroveElementInfo *a, const TroveElementInfo *b)
{
  return a->type == b->type && a->size == b->size && a->alignment == b->alignment && a->copy == b->copy &&
         a->clear == b->clear && a->trace == b->trace && a->data == b->data;
}

static const char *
check_struct (const TroveElementInfo *info)
{
  gsize alignment = MAX (info->alignment, 1);

  for (guint i = 0; i < G_N_ELEMENTS (info->reserved); i++)
    if (info->reserved[i] != NULL)
      return "the reserved members are not 0";
  if (info->size < 1 || info->size > MAX_SIZE)
    return "the size is not between 1 and 65,536 bytes";
  if (alignment > TROVE_MAX_ALIGNMENT || (alignment & (alignment - 1)) != 0)
    return "the alignment is not a power of two up to 64";
  if (info->size % alignment != 0)
    return "the size is not a multiple of the alignment";
  return NULL;
}

void
trove_layout_register (GType boxed_type, const TroveElementInfo *info)
{
  const char *why = check_struct (info);
  Registered *registered, *made;
  gboolean late;

  if (why != NULL)
    {
      g_critical ("The element type %s cannot be registered: %s", g_type_name (boxed_type), why);
      return;
    }

  made = g_new0 (Registered, 1);
  made->info = *info;
  made->info.type = boxed_type;
  made->info.alignment = MAX (info->alignment, 1);

  g_mutex_lock (&register_lock);
  registered = g_type_get_qdata (boxed_type, registered_quark ());
  late = registered != NULL && registered->used && !info_equal (&registered->info, &made->info);
  if (registered == NULL)
    g_type_set_qdata (boxed_type, registered_quark (), g_steal_pointer (&made));
  else if (!registered->used)
    registered->info = made->info;
  g_mutex_unlock (&register_lock);

  g_free (made);
  if (late)
    g_critical ("The element type %s is in use and cannot be registered with another size or other "
                "functions: register it before the first arena uses it",
                g_type_name (boxed_type));
}

/* Visits the refs inside a GValue, with the trace function of its boxed type. */
static void
trace_value (gpointer element, TroveVisitFunc visit, gpointer visit_data, gpointer data)
{
  TroveElementInfo info = { 0 };
  gpointer boxed;

  if (!G_IS_VALUE (element) || !G_VALUE_HOLDS_BOXED (element))
    return;
  boxed = g_value_get_boxed (element);
  if (boxed == NULL)
    return;

  g_mutex_lock (&register_lock);
  if (g_type_get_qdata (G_VALUE_TYPE (element), registered_quark ()) != NULL)
    info = ((const Registered *) g_type_get_qdata (G_VALUE_TYPE (element), registered_quark ()))->info;
  g_mutex_unlock (&register_lock);
  if (info.trace != NULL)
    info.trace (boxed, visit, visit_data, info.data);
}

/* Sets *info to a registered type's. FALSE: the type is not registered, and cannot be registered any more. */
static gboolean
use_registered (GType type, TroveElementInfo *info)
{
  Registered *made = g_new0 (Registered, 1);
  Registered *registered;

  g_mutex_lock (&register_lock);
  registered = g_type_get_qdata (type, registered_quark ());
  if (registered == NULL)
    {
      registered = g_steal_pointer (&made);
      g_type_set_qdata (type, registered_quark (), registered);
    }
  registered->used = TRUE;
  *info = registered->info;
  g_mutex_unlock (&register_lock);

  g_free (made);
  return info->size > 0;
}

/* Layouts */

static void
set_inline (TroveLayout *layout, const TroveElementInfo *info)
{
  layout->store = TROVE_STORE_INLINE;
  layout->stride = info->size;
  layout->alignment = MAX (info->alignment, 1);
  layout->copy = info->copy;
  layout->clear = info->clear;
  layout->trace = info->trace;
  layout->data = info->data;
}

static void
set_plain (TroveLayout *layout, TroveStore store, gsize size)
{
  layout->store = store;
  layout->stride = layout->alignment = size;
}

static void
set_owned (TroveLayout *layout, TroveStore store, gsize size,
           gboolean (*copy) (gpointer, gconstpointer, gpointer), void (*clear) (gpointer, gpointer))
{
  layout->store = store;
  layout->stride = size;
  layout->alignment = store == TROVE_STORE_VALUE ? G_ALIGNOF (GValue) : sizeof (gpointer);
  layout->copy = copy;
  layout->clear = clear;
}

static void
set_value (TroveLayout *layout)
{
  set_owned (layout, TROVE_STORE_VALUE, sizeof (GValue), copy_value, clear_value);
  layout->trace = trace_value;
}

static void
set_boxed (TroveLayout *layout)
{
  TroveElementInfo info;

  if (layout->type == G_TYPE_VALUE)
    set_value (layout);
  else if (use_registered (layout->type, &info))
    set_inline (layout, &info);
  else
    {
      set_owned (layout, TROVE_STORE_BOXED, sizeof (gpointer), copy_boxed, clear_boxed);
      layout->data = GSIZE_TO_POINTER (layout->type);
    }
}

static void
set_type (TroveLayout *layout)
{
  switch (layout->fundamental)
    {
    case G_TYPE_CHAR:
    case G_TYPE_UCHAR:
      set_plain (layout, TROVE_STORE_SCALAR, sizeof (char));
      break;
    case G_TYPE_BOOLEAN:
    case G_TYPE_INT:
    case G_TYPE_UINT:
    case G_TYPE_ENUM:
    case G_TYPE_FLAGS:
      set_plain (layout, TROVE_STORE_SCALAR, sizeof (int));
      break;
    case G_TYPE_LONG:
    case G_TYPE_ULONG:
      set_plain (layout, TROVE_STORE_SCALAR, sizeof (long));
      break;
    case G_TYPE_INT64:
    case G_TYPE_UINT64:
      set_plain (layout, TROVE_STORE_SCALAR, sizeof (gint64));
      break;
    case G_TYPE_FLOAT:
      set_plain (layout, TROVE_STORE_SCALAR, sizeof (float));
      break;
    case G_TYPE_DOUBLE:
      set_plain (layout, TROVE_STORE_SCALAR, sizeof (double));
      break;
    case G_TYPE_STRING:
      set_plain (layout, TROVE_STORE_STRING, sizeof (char *));
      break;
    case G_TYPE_POINTER:
      if (layout->type == G_TYPE_GTYPE)
        set_plain (layout, TROVE_STORE_SCALAR, sizeof (GType));
      else
        set_plain (layout, TROVE_STORE_POINTER, sizeof (gpointer));
      break;
    case G_TYPE_BOXED:
      set_boxed (layout);
      break;
    case G_TYPE_INTERFACE:
      if (!g_type_is_a (layout->type, G_TYPE_OBJECT))
        {
          /* The interface's instances need not be objects. */
          set_value (layout);
          break;
        }
      G_GNUC_FALLTHROUGH;
    case G_TYPE_OBJECT:
      set_owned (layout, TROVE_STORE_OBJECT, sizeof (gpointer), copy_object, clear_object);
      break;
    case G_TYPE_VARIANT:
      set_owned (layout, TROVE_STORE_VARIANT, sizeof (gpointer), copy_variant, clear_variant);
      break;
    case G_TYPE_PARAM:
      set_owned (layout, TROVE_STORE_PARAM, sizeof (gpointer), copy_param, clear_param);
      break;
    default: /* another library's fundamental type: GValue knows how to copy and free it */
      set_value (layout);
      break;
    }
}

const char *
trove_layout_init (TroveLayout *layout, const TroveElementInfo *info)
{
  const char *why = NULL;

  memset (layout, 0, sizeof *layout);
  layout->type = info->type;

  if (info->type != 0)
    {
      if (!G_TYPE_IS_VALUE (info->type))
        return "the type is not a type of values (G_TYPE_IS_VALUE)";
      layout->fundamental = G_TYPE_FUNDAMENTAL (info->type);
      set_type (layout);
    }
  else
    {
      why = check_struct (info);
      if (why == NULL)
        set_inline (layout, info);
    }

  return why;
}

char *
trove_layout_name (const TroveLayout *layout)
{
  if (layout->type != 0)
    return g_strdup (g_type_name (layout->type));

  return g_strdup_printf ("struct of %" G_GSIZE_FORMAT " bytes", layout->stride);
}

gboolean
trove_layout_equal (const TroveLayout *a, const TroveLayout *b)
{
  return a->type == b->type && a->stride == b->stride && a->alignment == b->alignment && a->copy == b->copy &&
         a->clear == b->clear && a->trace == b->trace && a->data == b->data;
}
