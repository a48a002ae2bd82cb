/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Document call: operations that are one call for the document of the stage, its object. After a failure all objects of the document
 * are as before. */

#pragma once

#include "document-classes.h"
#include "operations.h"

static inline TroveDocument *
document_of (Stage *stage)
{
  return TROVE_DOCUMENT (stage->object);
}

/* Returns done. before: the text of the document, which is the same if the call failed. */
static inline gboolean
check_call (Stage *stage, const char *before, gboolean done)
{
  g_autofree char *after = NULL;

  if (!done)
    {
      after = document_text (document_of (stage));
      g_assert_cmpstr (after, ==, before);
    }
  return done;
}

/* Defines an operation that is a call. */
#define CALL(name, ...)                                                                                      \
  static gboolean name (Stage *stage, GError **error)                                                        \
  {                                                                                                          \
    G_GNUC_UNUSED TroveDocument *document = document_of (stage);                                             \
    g_autofree char *before = document_text (document);                                                      \
                                                                                                             \
    return check_call (stage, before, FAULTY (__VA_ARGS__));                                                 \
  }

/* The same; the call returns an object, which the stage frees. */
#define CALL_FOR_OBJECT(name, ...)                                                                           \
  static gboolean name (Stage *stage, GError **error)                                                        \
  {                                                                                                          \
    G_GNUC_UNUSED TroveDocument *document = document_of (stage);                                             \
    g_autofree char *before = document_text (document);                                                      \
                                                                                                             \
    stage->item = (GObject *) FAULTY (__VA_ARGS__);                                                          \
    return check_call (stage, before, stage->item != NULL);                                                  \
  }
