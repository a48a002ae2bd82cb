/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "thing.h"

typedef struct
{
  TroveObject parent_instance;
} Thing;

typedef TroveObjectClass ThingClass;

G_DEFINE_TYPE (Thing, thing, TROVE_TYPE_OBJECT)

static void
thing_class_init (ThingClass *klass)
{
  const TroveField fields[] = {
    TROVE_FIELD (ThingData, value,
                 g_param_spec_uint64 ("value", NULL, NULL, 0, G_MAXUINT64, 0, G_PARAM_READWRITE)),
    TROVE_FIELD (ThingData, label, g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READWRITE)),
    TROVE_FIELD (ThingData, target,
                 g_param_spec_object ("target", NULL, NULL, thing_get_type (), G_PARAM_READWRITE)),
    TROVE_FIELD_LIST (trove_param_spec_list ("children", NULL, NULL, thing_get_type (),
                                             G_PARAM_READABLE | TROVE_PARAM_OWNED)),
    TROVE_FIELD_LIST (trove_param_spec_list ("links", NULL, NULL, thing_get_type (), G_PARAM_READABLE)),
  };

  trove_object_class_install_fields (klass, sizeof (ThingData), fields, G_N_ELEMENTS (fields));
}

static void
thing_init (Thing *self)
{
}

/* Digests */

static guint64
mix (guint64 digest, guint64 value)
{
  return (digest ^ value) * G_GUINT64_CONSTANT (0x100000001b3) + (digest >> 29);
}

static guint64
mix_list (guint64 digest, TroveVersionReader *reader, TroveKey key, const char *list)
{
  const TroveKey *keys;
  guint n;

  for (guint i = 0; (keys = trove_version_reader_peek_children (reader, key, list, i, &n)) != NULL; i += n)
    for (guint j = 0; j < n; j++)
      digest = mix (digest, keys[j]);
  return mix (digest, 1);
}

static guint64
mix_place (guint64 digest, TroveVersion *version, TroveKey key)
{
  g_autofree TroveKey *referrers = NULL;
  guint position;
  gsize n;

  digest = mix (digest, trove_version_get_owner (version, key, NULL, &position));
  digest = mix (digest, position);
  referrers = trove_version_dup_referrers (version, key, &n);
  for (gsize i = 0; i < n; i++)
    digest = mix (digest, referrers[i]);
  return digest;
}

guint64
thing_digest (TroveVersion *version)
{
  guint64 digest = trove_version_get_n_objects (version), n = 0;
  TroveVersionReader reader;
  TroveKey key = 0;

  trove_version_reader_init (&reader, version);
  while ((key = trove_version_get_next_key (version, key)) != 0)
    {
      const ThingData *data = trove_version_reader_peek (&reader, key, NULL);

      g_assert_nonnull (data);
      digest = mix (mix (mix (digest, key), data->value), data->target);
      for (const char *c = data->label; c != NULL && *c != '\0'; c++)
        digest = mix (digest, (guint8) *c);
      digest = mix_list (digest, &reader, key, "children");
      digest = mix_list (digest, &reader, key, "links");
      digest = mix_place (digest, version, key);
      n++;
    }
  g_assert_cmpuint (n, ==, trove_version_get_n_objects (version));
  return digest;
}
