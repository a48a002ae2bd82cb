/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Frames of Trove Sketch: how long the main thread is busy while a window shows a drawing of 100,000 shapes. It needs a display:
 *
 *   GSK_RENDERER=cairo xvfb-run -a -s "-screen 0 1280x800x24" benchmark-sketch-frames [--check | --smoke] [--shapes=N] [SCENE…]
 *
 * A frame is from "before-paint" to "after-paint" of the window's GdkFrameClock: edits, comparing, drawing, and the software renderer.
 * A turn is the main loop from one wait for events to the next. "own" is a turn without the time in which the thread waited for a
 * processor that others had, so that it can be measured on a computer that does other things, too; it is known on Linux. --check: fails
 * if a turn of a scene takes more than 50 ms of its own, three times in a row. --smoke: only runs. */

#include "sketch-scenes.h"

#define LIMIT 50000 /* µs */
#define N_TRIES 3

static Stage stage;
static gboolean check, smoke;

/* The main thread's times of a scene, in µs. */
typedef struct
{
  GArray *frames; /* gint64 */
  gint64 frame_begin;
  gint64 turn_begin, turn_waited;
  gint64 longest_turn, longest_own;
} Times;

static Times times;

/* How long this thread was ready to run, but did not. */
static gint64
get_waited (void)
{
  unsigned long long run, waited = 0;
  FILE *file = fopen ("/proc/thread-self/schedstat", "r");

  if (file == NULL)
    return 0;
  if (fscanf (file, "%llu %llu", &run, &waited) != 2)
    waited = 0;
  fclose (file);
  return (gint64) (waited / 1000);
}

static void
begin_turn (void)
{
  times.turn_begin = g_get_monotonic_time ();
  times.turn_waited = get_waited ();
}

static void
end_turn (void)
{
  gint64 turn = g_get_monotonic_time () - times.turn_begin;

  times.longest_turn = MAX (times.longest_turn, turn);
  if (turn > times.longest_own)
    times.longest_own = MAX (times.longest_own, turn - (get_waited () - times.turn_waited));
}

/* The main loop waits here, and only here. */
static gint
poll_and_note (GPollFD *fds, guint n_fds, gint timeout)
{
  gint n;

  end_turn ();
  n = g_poll (fds, n_fds, timeout);
  begin_turn ();
  return n;
}

static void
begin_frame (GdkFrameClock *clock, gpointer data)
{
  times.frame_begin = g_get_monotonic_time ();
}

static void
end_frame (GdkFrameClock *clock, gpointer data)
{
  gint64 time = g_get_monotonic_time () - times.frame_begin;

  g_array_append_val (times.frames, time);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static double
get_percentile (guint percent)
{
  return times.frames->len > 0 ?
             g_array_index (times.frames, gint64, (times.frames->len - 1) * percent / 100) / 1000.0 :
             0;
}

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

static void
forget_times (void)
{
  g_array_set_size (times.frames, 0);
  times.longest_turn = times.longest_own = 0;
  begin_turn ();
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
  stage.n_steps = 0;
  if (scene->begin != NULL)
    scene->begin (&stage);
  settle ();
  forget_times ();
  gtk_widget_add_tick_callback (GTK_WIDGET (stage.canvas), step_scene, (gpointer) scene, NULL);
  while (stage.n_steps < get_n_steps (scene))
    g_main_context_iteration (NULL, TRUE);
  settle ();
  g_array_sort (times.frames, compare_times);
  g_print ("%-34s %6u %9.1f %9.1f %9.1f %9.1f %9.1f\n", scene->name, times.frames->len, get_percentile (50),
           get_percentile (99), get_percentile (100), times.longest_turn / 1000.0,
           times.longest_own / 1000.0);
  if (scene->end != NULL)
    scene->end (&stage);
  return times.longest_own <= LIMIT;
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

static void
open_window (void)
{
  GtkWidget *window = gtk_window_new ();
  GdkFrameClock *clock;

  stage.canvas = SKETCH_CANVAS (sketch_canvas_new ());
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (stage.canvas));
  sketch_canvas_set_document (stage.canvas, stage.document);
  gtk_window_present (GTK_WINDOW (window));
  clock = gtk_widget_get_frame_clock (GTK_WIDGET (stage.canvas));
  g_signal_connect (clock, "before-paint", G_CALLBACK (begin_frame), NULL);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (end_frame), NULL);
}

int
main (int argc, char **argv)
{
  gboolean good = TRUE;
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
  times.frames = g_array_new (FALSE, FALSE, sizeof (gint64));
  stage_init (&stage, (guint) n_shapes);
  g_main_context_set_poll_func (NULL, poll_and_note);
  g_print ("%-34s %6s %9s %9s %9s %9s %9s\n", "ms of the main thread", "frames", "median", "99 %", "longest",
           "turn", "own");
  forget_times ();
  open_window ();
  for (const Scene *scene = stage_scenes; scene->name != NULL; scene++)
    if (is_wanted (scene->name, names))
      good &= check_scene (scene);
  stage_clear (&stage);
  return check && !good ? 1 : 0;
}
