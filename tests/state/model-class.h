/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Model class: the classes of the objects of a model, and their values, which numbers stand for: the number of a key is the key,
 * and 0 is the value whose bytes are all 0. */

#pragma once

#include "state/class.h"

#define MODEL_MAX_FIELDS 16

/* Classes of objects. Node has a field of each kind that the editor knows. Group is derived from Node, and has fields that take
 * groups alone. A crate is a node of 1 KiB. */
typedef enum
{
  MODEL_NODE,
  MODEL_GROUP,
  MODEL_CRATE,
  MODEL_N_CLASSES,
} ModelClass;

/* The fields of Node, then those of Group. */
typedef enum
{
  MODEL_NUMBER,
  MODEL_TEXT,
  MODEL_COUNTED, /* its copies are counted by kit_counting, and may fail */
  MODEL_TARGET,
  MODEL_OTHER,
  MODEL_CHILD,
  MODEL_SPARE,
  MODEL_KIDS,
  MODEL_LINKS,
  MODEL_N_NODE_FIELDS,
  MODEL_CHIEF = MODEL_N_NODE_FIELDS,
  MODEL_COVER,
  MODEL_PARTS,
  MODEL_DEPUTIES,
} ModelField;

const TroveClass *model_class (ModelClass which);
const TroveClassField *model_field (ModelClass which, ModelField field);

/* The struct of an application with such values; g_free () frees it. */
gpointer model_new_data (const TroveClass *klass, const guint64 *values);

/* The value at that address is the one that a number stands for. */
void model_check_value (const TroveClassField *field, guint64 value, gconstpointer at);
