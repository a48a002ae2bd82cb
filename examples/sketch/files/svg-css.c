/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "files/svg-css.h"

#include <string.h>

#define MAX_RULES 2000

typedef struct
{
  char *tag, *class, *id; /* NULL: any */
  guint weight;           /* of the selector: an id is more than a class, a class more than a tag */
  char *declarations;
} Rule;

static void
rule_clear (gpointer data)
{
  Rule *self = data;

  g_free (self->tag);
  g_free (self->class);
  g_free (self->id);
  g_free (self->declarations);
}

GArray *
sketch_svg_css_new (void)
{
  GArray *rules = g_array_new (FALSE, FALSE, sizeof (Rule));

  g_array_set_clear_func (rules, rule_clear);
  return rules;
}

/* Reading */

static gboolean
is_name (const char *name, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (name[i]) && strchr ("-_", name[i]) == NULL && (guchar) name[i] < 128)
      return FALSE;
  return length > 0;
}

/* FALSE: a selector that is not simple. */
static gboolean
read_selector (Rule *rule, const char *selector)
{
  while (*selector != '\0')
    {
      const char kind = *selector;
      const char *name = selector + (kind == '.' || kind == '#');
      const gsize length = strcspn (name, ".#");
      char **place = kind == '.' ? &rule->class : kind == '#' ? &rule->id : &rule->tag;

      selector = name + length;
      if (place == &rule->tag && length == 1 && *name == '*')
        continue;
      if (*place != NULL || !is_name (name, length))
        return FALSE;
      *place = g_strndup (name, length);
      rule->weight += kind == '#' ? 100 : kind == '.' ? 10 : 1;
    }
  return TRUE;
}

static void
add_rule (GArray *rules, const char *selector, const char *declarations)
{
  Rule rule = { .declarations = g_strdup (declarations) };

  if (read_selector (&rule, selector))
    g_array_append_val (rules, rule);
  else
    rule_clear (&rule);
}

static void
remove_comments (char *css)
{
  char *begin;

  while ((begin = strstr (css, "/*")) != NULL)
    {
      const char *end = strstr (begin + 2, "*/");

      memset (begin, ' ', end != NULL ? (gsize) (end + 2 - begin) : strlen (begin));
      css = begin;
    }
}

/* A rule that begins with "@" has a block of rules, or ends with a semicolon. */
static char *
skip_at_rule (char *css)
{
  guint depth = 0;

  for (; *css != '\0'; css++)
    {
      if (*css == '{')
        depth++;
      else if (*css == '}' && depth > 0)
        depth--;
      else if (*css != ';' || depth > 0)
        continue;
      if (depth == 0)
        return css + 1;
    }
  return css;
}

/* Reads "selectors { declarations }", and returns what is behind it. */
static char *
read_rules (GArray *rules, char *css)
{
  char *open = strchr (css, '{'), *close = open != NULL ? strchr (open, '}') : NULL;
  g_auto (GStrv) selectors = NULL;

  if (close == NULL)
    return css + strlen (css);
  *open = *close = '\0';
  selectors = g_strsplit (css, ",", 100);
  for (char **selector = selectors; *selector != NULL; selector++)
    add_rule (rules, g_strstrip (*selector), open + 1);
  return close + 1;
}

gboolean
sketch_svg_css_read (GArray *rules, const char *css)
{
  g_autofree char *text = g_strdup (css != NULL ? css : "");
  char *at = text;

  remove_comments (text);
  while (*(at += strspn (at, " \t\r\n")) != '\0' && rules->len <= MAX_RULES)
    at = *at == '@' ? skip_at_rule (at) : read_rules (rules, at);
  return rules->len <= MAX_RULES;
}

static int
compare_weights (gconstpointer a, gconstpointer b)
{
  const Rule *left = a, *right = b;

  return (left->weight > right->weight) - (left->weight < right->weight);
}

/* Those of equal weight stay in their order. */
void
sketch_svg_css_sort (GArray *rules)
{
  g_array_sort (rules, compare_weights);
}

/* Applying */

/* "name: value; …" */
static void
declare (GHashTable *properties, const char *declarations)
{
  g_auto (GStrv) list = g_strsplit (declarations, ";", -1);

  for (char **declaration = list; *declaration != NULL; declaration++)
    {
      char *value = strchr (*declaration, ':'), *important;

      if (value == NULL)
        continue;
      *value++ = '\0';
      important = strchr (value, '!');
      if (important != NULL)
        *important = '\0';
      g_hash_table_insert (properties, g_strdup (g_strstrip (*declaration)), g_strdup (g_strstrip (value)));
    }
}

/* Whether a list of words has one. */
static gboolean
has_word (const char *words, const char *word)
{
  const gsize length = strlen (word);

  while (words != NULL && *words != '\0')
    {
      words += strspn (words, " \t\r\n");
      if (strncmp (words, word, length) == 0 && (words[length] == '\0' || g_ascii_isspace (words[length])))
        return TRUE;
      words += strcspn (words, " \t\r\n");
    }
  return FALSE;
}

void
sketch_svg_css_apply (GArray *rules, const char *tag, GHashTable *properties)
{
  g_autofree char *class = g_strdup (g_hash_table_lookup (properties, "class"));
  g_autofree char *id = g_strdup (g_hash_table_lookup (properties, "id"));
  g_autofree char *style = g_strdup (g_hash_table_lookup (properties, "style"));

  for (guint i = 0; i < rules->len; i++)
    {
      const Rule *rule = &g_array_index (rules, Rule, i);

      if ((rule->tag == NULL || strcmp (rule->tag, tag) == 0) &&
          (rule->id == NULL || g_strcmp0 (rule->id, id) == 0) &&
          (rule->class == NULL || has_word (class, rule->class)))
        declare (properties, rule->declarations);
    }
  if (style != NULL)
    declare (properties, style);
}
