/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Frames of Trove Sketch: how long the main thread is busy while its window shows a drawing of 100,000 shapes. It needs a display:
 *
 *   GSK_RENDERER=cairo xvfb-run -a -s "-screen 0 1280x800x24" benchmark-sketch-frames [--check | --smoke] [--shapes=N] [SCENE…]
 *
 * frame-times.h says what a frame and a turn are. --check: fails if a turn of a scene takes more than 50 ms of its own, three times in a
 * row. --smoke: only runs. */

#include "frame-times.h"
#include "sketch-scenes.h"

#define LIMIT 50000 /* µs */
#define N_TRIES 3

static Stage stage;
static gboolean check, smoke;

static guint
get_n_steps (const Scene *scene)
{
  return smoke ? 5 : scene->n_steps;
}

static gboolean
step_scene (GtkWidget *canvas, GdkFrameClock *clock, gpointer data)
{
  const Scene *scene = data;

  scene->step (&stage, stage.n_steps);
  stage.n_steps++;
  return stage.n_steps < get_n_steps (scene) ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Until all that is shown is drawn. */
static void
settle (void)
{
  while (!sketch_canvas_is_current (stage.canvas))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
run_scene (const Scene *scene)
{
  gint64 longest;

  stage.n_steps = 0;
  stage_show_panel (&stage, scene->panel);
  if (scene->begin != NULL)
    scene->begin (&stage);
  settle ();
  frame_times_forget ();
  gtk_widget_add_tick_callback (GTK_WIDGET (stage.canvas), step_scene, (gpointer) scene, NULL);
  while (stage.n_steps < get_n_steps (scene))
    g_main_context_iteration (NULL, TRUE);
  settle ();
  longest = frame_times_print (scene->name);
  if (scene->end != NULL)
    scene->end (&stage);
  return longest <= LIMIT;
}

static gboolean
check_scene (const Scene *scene)
{
  gboolean good = FALSE;

  for (guint i = 0; !good && i < (check ? N_TRIES : 1); i++)
    good = run_scene (scene);
  return good;
}

static gboolean
is_wanted (const char *name, char **wanted)
{
  return wanted == NULL || g_strv_contains ((const char *const *) wanted, name);
}

static gboolean
run_scenes (const Scene *scenes, char **wanted)
{
  gboolean good = TRUE;

  for (const Scene *scene = scenes; scene->name != NULL; scene++)
    if (is_wanted (scene->name, wanted))
      good &= check_scene (scene);
  return good;
}

int
main (int argc, char **argv)
{
  gboolean good;
  int n_shapes = 100000;
  g_auto (GStrv) names = NULL;
  const GOptionEntry options[] = {
    { "check", 0, 0, G_OPTION_ARG_NONE, &check, "Fail if a turn of the main loop takes more than 50 ms",
      NULL },
    { "smoke", 0, 0, G_OPTION_ARG_NONE, &smoke, "Run a few frames of a small drawing", NULL },
    { "shapes", 0, 0, G_OPTION_ARG_INT, &n_shapes, "Shapes of the drawing", "N" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &names, NULL, "[SCENE…]" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  if (smoke)
    n_shapes = 500;
  gtk_init ();
  stage_init (&stage, (guint) n_shapes);
  frame_times_init ();
  frame_times_watch (gtk_widget_get_frame_clock (GTK_WIDGET (stage.canvas)));
  frame_times_print_head ();
  good = run_scenes (canvas_scenes, names) & run_scenes (window_scenes, names);
  stage_clear (&stage);
  return check && !good ? 1 : 0;
}
