/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Shapes of the elements of SVG files. */

#include <math.h>
#include <string.h>

#include "files/export.h"
#include "files/svg-import.h"
#include "sample.h"

/* Shapes as text: "rectangle 0 0 10 20 @45 fill=ff0000ff stroke=000000ff/2", groups with their children in braces. */

/* Those of texts depend on the fonts that are here. */
static gboolean with_places_of_texts;

static double
rounded (double value)
{
  return round (value * 100) / 100 + 0.0;
}

static void describe_list (TroveDocument *document, TroveKey owner, const char *list, GString *text);

static void
describe_style (const SketchShapeData *shape, GString *text)
{
  if (shape->angle != 0)
    g_string_append_printf (text, " @%g", rounded (shape->angle));
  if (shape->fill != 0)
    g_string_append_printf (text, " fill=%08x", shape->fill);
  if (shape->stroke != 0)
    g_string_append_printf (text, " stroke=%08x/%g", shape->stroke, rounded (shape->line_width));
  if (shape->opacity != 1)
    g_string_append_printf (text, " opacity=%g", rounded (shape->opacity));
  if (shape->even_odd)
    g_string_append (text, " even-odd");
  if (shape->path != NULL)
    g_string_append_printf (text, " %s", shape->path);
}

static void
describe (TroveDocument *document, TroveKey key, GString *text)
{
  const SketchShapeData *shape = sample_peek (document, key);
  g_autofree char *kind = g_ascii_strdown (sketch_kind_get_name (shape->kind), -1);

  if (shape->kind == SKETCH_GROUP)
    {
      g_string_append_printf (text, "group%s", shape->opacity != 1 ? "" : " {");
      if (shape->opacity != 1)
        g_string_append_printf (text, " opacity=%g {", rounded (shape->opacity));
      describe_list (document, key, "children", text);
      g_string_append (text, "}");
      return;
    }
  g_string_append (text, kind);
  if (shape->kind == SKETCH_TEXT && with_places_of_texts)
    g_string_append_printf (text, " %.1f %.1f %.1f %.1f", shape->x, shape->y, shape->width, shape->height);
  if (shape->kind == SKETCH_TEXT)
    g_string_append_printf (text, " \"%s\" %g #%08x", shape->text, rounded (shape->font_size), shape->stroke);
  else
    {
      g_string_append_printf (text, " %g %g %g %g", rounded (shape->x), rounded (shape->y),
                              rounded (shape->width), rounded (shape->height));
      describe_style (shape, text);
    }
}

static void
describe_list (TroveDocument *document, TroveKey owner, const char *list, GString *text)
{
  for (guint i = 0; i < trove_document_get_n_children (document, owner, list); i++)
    {
      TroveKey key;

      trove_document_get_children (document, owner, list, i, &key, 1);
      if (i > 0)
        g_string_append (text, "; ");
      describe (document, key, text);
    }
}

/* The shapes of the elements, and how many are left out. */
static char *
import (const char *attributes, const char *elements, guint *n_left_out)
{
  g_autoptr (TroveDocument) document = sketch_document_new ();
  g_autofree char *svg =
      g_strdup_printf ("<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' "
                       "xmlns:other='urn:other' %s>%s</svg>",
                       attributes, elements);
  TroveKey layer = sample_get_layer (document, 0);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) keys = NULL;
  g_autoptr (GError) error = NULL;

  sketch_import_svg_data (document, layer, "test.svg", svg, strlen (svg), &keys, n_left_out, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (keys->len, ==, trove_document_get_n_children (document, layer, "shapes"));
  describe_list (document, layer, "shapes", text);
  return g_strdup (text->str);
}

static void
check_root (const char *attributes, const char *elements, const char *expected)
{
  guint n_left_out;
  g_autofree char *shapes = import (attributes, elements, &n_left_out);

  g_test_message ("%s %s", attributes, elements);
  g_assert_cmpstr (shapes, ==, expected);
  g_assert_cmpuint (n_left_out, ==, 0);
}

static void
check (const char *elements, const char *expected)
{
  check_root ("width='100' height='100'", elements, expected);
}

static void
check_left_out (const char *elements, guint expected, const char *shapes)
{
  guint n_left_out;
  g_autofree char *result = import ("", elements, &n_left_out);

  g_test_message ("%s", elements);
  g_assert_cmpuint (n_left_out, ==, expected);
  g_assert_cmpstr (result, ==, shapes);
}

static void
test_shapes (void)
{
  static const char *const round[] = { "<rect width='20' height='20' rx='10'/>",
                                       "<rect width='20' height='20' ry='10'/>",
                                       "<rect width='20' height='20' rx='99' ry='10'/>" };

  check ("<rect x='1' y='2' width='30' height='40'/>", "rectangle 1 2 30 40 fill=000000ff");
  check ("<circle cx='10' cy='20' r='5'/>", "ellipse 5 15 10 10 fill=000000ff");
  check ("<ellipse cx='10' cy='20' rx='5' ry='6'/>", "ellipse 5 14 10 12 fill=000000ff");
  check ("<line x1='1' y1='2' x2='0' y2='5' stroke='red'/>", "line 1 2 -1 3 stroke=ff0000ff/1");
  check ("<path d='M10 10h20v40z'/>", "path 10 10 20 40 fill=000000ff M0 0L1 0 1 1Z");
  check ("<polygon points='0,0 10,0 10,10'/>", "path 0 0 10 10 fill=000000ff M0 0L1 0 1 1Z");
  check ("<polyline points='0,0 10,0 10,10' fill='none' stroke='#00f'/>",
         "path 0 0 10 10 stroke=0000ffff/1 M0 0L1 0 1 1");
  for (guint i = 0; i < G_N_ELEMENTS (round); i++)
    check (round[i],
           "path 0 0 20 20 fill=000000ff M1 .5C1 .776142 .776142 1 .5 1 .223858 1 0 .776142 0 .5 0 .223858 "
           ".223858 0 .5 0 .776142 0 1 .223858 1 .5Z");
  check ("<rect width='20' height='10' rx='0' ry='5'/>", "rectangle 0 0 20 10 fill=000000ff");
  check ("<rect width='0' height='10'/><rect width='10' height='-1'/><circle r='0'/><path/><path d='M1 1'/>",
         "");
}

static void
test_transforms (void)
{
  static const struct
  {
    const char *transform, *expected;
  } cases[] = {
    { "translate(5)", "rectangle 15 10 20 10 fill=000000ff" },
    { "translate(5,6) scale(2)", "rectangle 25 26 40 20 fill=000000ff" },
    { "scale(2) translate(5 6)", "rectangle 30 32 40 20 fill=000000ff" },
    { "scale(-1 1)", "rectangle -30 10 20 10 fill=000000ff" },
    { "rotate(45 20 15)", "rectangle 10 10 20 10 @45 fill=000000ff" },
    { "rotate(90)", "rectangle -20 10 10 20 fill=000000ff" },
    { "rotate(180 20 15)", "rectangle 10 10 20 10 fill=000000ff" },
    { "rotate(-30 20 15)", "rectangle 10 10 20 10 @-30 fill=000000ff" },
    { "matrix(1 0 0 1 3 4)", "rectangle 13 14 20 10 fill=000000ff" },
    { "skewX(45)", "path 20 10 30 10 fill=000000ff M0 0L.666667 0 1 1 .333333 1Z" },
    { "rotate(45) scale(2 1)", "rectangle -2.32 33.89 40 10 @45 fill=000000ff" },
    { "scale(2 1) rotate(45)",
      "path -14.14 14.14 42.43 21.21 fill=000000ff M.333333 0L1 .666667 .666667 1 0 .333333Z" },
    { "scale(0)", "" },
    { "", "rectangle 10 10 20 10 fill=000000ff" },
    { "translate(1,1),translate(1 1)", "rectangle 12 12 20 10 fill=000000ff" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *element =
          g_strdup_printf ("<rect x='10' y='10' width='20' height='10' transform='%s'/>", cases[i].transform);

      check (element, cases[i].expected);
    }
  check ("<ellipse rx='10' ry='5' transform='translate(50 50) rotate(30)'/>",
         "ellipse 40 45 20 10 @30 fill=000000ff");
  check ("<line x2='10' stroke='red' transform='rotate(90) scale(2)'/>", "line 0 0 0 20 stroke=ff0000ff/2");
  check ("<g transform='translate(10 0)'><g transform='scale(2)'><path d='M1 1L2 2V1z'/></g></g>",
         "path 12 2 2 2 fill=000000ff M0 0L1 1 1 0Z");
}

static void
test_view (void)
{
  const char *rect = "<rect width='10' height='10'/>";

  check_root ("width='200' height='200' viewBox='0 0 100 100'", rect, "rectangle 0 0 20 20 fill=000000ff");
  check_root ("width='200' height='100' viewBox='0 0 100 100'", rect, "rectangle 50 0 10 10 fill=000000ff");
  check_root ("width='200' height='100' viewBox='0 0 100 100' preserveAspectRatio='xMinYMin slice'", rect,
              "rectangle 0 0 20 20 fill=000000ff");
  check_root ("width='200' height='100' viewBox='0 0 100 100' preserveAspectRatio='none'", rect,
              "rectangle 0 0 20 10 fill=000000ff");
  check_root ("viewBox='-5 5 100 100'", rect, "rectangle 5 -5 10 10 fill=000000ff");
  check_root ("width='50' viewBox='0 0 100 200'", rect, "rectangle 0 0 5 5 fill=000000ff");
  check_root ("height='50' viewBox='0 0 200 100'", rect, "rectangle 0 0 5 5 fill=000000ff");
  check_root ("width='10mm' height='1in' viewBox='0 0 10 25.4'", "<rect width='10' height='25.4'/>",
              "rectangle 0 0 37.8 96 fill=000000ff");
  check_root ("width='200' height='100'", "<rect width='50%' height='50%'/>",
              "rectangle 0 0 100 50 fill=000000ff");
  check_root ("width='100' height='100'",
              "<svg x='10' y='20' width='50' height='50' viewBox='0 0 5 5'>"
              "<rect width='1' height='100%'/></svg>",
              "rectangle 10 20 10 50 fill=000000ff");
}

static void
test_style (void)
{
  check ("<g fill='red'><rect width='1' height='1' style='fill:none;stroke:#0f0;stroke-width:3px'/></g>",
         "rectangle 0 0 1 1 stroke=00ff00ff/3");
  check ("<g fill='red' fill-opacity='.5'><rect width='1' height='1'/></g>",
         "rectangle 0 0 1 1 fill=ff000080");
  check ("<rect width='1' height='1' fill='rgb(10, 20%, 30)'/>", "rectangle 0 0 1 1 fill=0a331eff");
  check ("<rect width='1' height='1' fill='rgba(255,0,0,0.5)'/>", "rectangle 0 0 1 1 fill=ff000080");
  check ("<rect width='1' height='1' fill='DarkOliveGreen'/>", "rectangle 0 0 1 1 fill=556b2fff");
  check ("<rect width='1' height='1' fill='nonsense'/>", "rectangle 0 0 1 1 fill=000000ff");
  check ("<g color='blue'><rect width='1' height='1' fill='currentColor'/></g>",
         "rectangle 0 0 1 1 fill=0000ffff");
  check ("<g fill='red'><rect width='1' height='1' fill='inherit'/></g>", "rectangle 0 0 1 1 fill=ff0000ff");
  check ("<rect width='1' height='1' fill='none'/><rect width='1' height='1' fill-opacity='0'/>", "");
  check ("<rect width='1' height='1' fill='none' stroke='red' stroke-width='0'/>", "");
  check ("<rect width='1' height='1' stroke='red' stroke-width='2' transform='scale(3)'/>",
         "rectangle 0 0 3 3 fill=000000ff stroke=ff0000ff/6");
  check ("<rect width='1' height='1' opacity='50%'/>", "rectangle 0 0 1 1 fill=000000ff opacity=0.5");
  check ("<rect width='1' height='1' display='none'/><rect width='1' height='1' visibility='hidden'/>", "");
  check ("<path fill-rule='evenodd' d='M0 0h1v1z'/>", "path 0 0 1 1 fill=000000ff even-odd M0 0L1 0 1 1Z");
}

static void
test_style_sheets (void)
{
  check (
      "<style>rect { fill: red; stroke: blue } .a.b{fill:lime} .a{fill:green}/* .a{fill:white} */ "
      "#c{fill:#010203}"
      " g rect {fill:white} @media print { rect { fill: yellow } } .d, .e {fill: #040506 !important}</style>"
      "<rect width='1' height='1'/><rect class='x a' width='1' height='1'/>"
      "<rect class='a' id='c' width='1' height='1'/><rect class='e' width='1' height='1'/>"
      "<rect class='a' style='fill:#070809' fill='red' width='1' height='1'/>",
      "rectangle 0 0 1 1 fill=ff0000ff stroke=0000ffff/1; rectangle 0 0 1 1 fill=008000ff stroke=0000ffff/1; "
      "rectangle 0 0 1 1 fill=010203ff stroke=0000ffff/1; rectangle 0 0 1 1 fill=040506ff stroke=0000ffff/1; "
      "rectangle 0 0 1 1 fill=070809ff stroke=0000ffff/1");
  check (
      "<style>#c{fill:#010203} .a{fill:#040506} rect{fill:#070809;stroke-width:3!important}</style>"
      "<g stroke='red'><rect class='a x' width='1' height='1'/><rect class='a' id='c' width='1' "
      "height='1'/></g>",
      "rectangle 0 0 1 1 fill=040506ff stroke=ff0000ff/3; rectangle 0 0 1 1 fill=010203ff stroke=ff0000ff/3");
  check ("<style><![CDATA[ circle{stroke-width:4} ]]></style><circle r='1' stroke='red' fill='none'/>",
         "ellipse -1 -1 2 2 stroke=ff0000ff/4");
  check ("<style>rect{fill:red</style><style>}}}} @x</style><style/><rect width='1' height='1'/>",
         "rectangle 0 0 1 1 fill=000000ff");
}

static void
test_gradients (void)
{
  const char *stops = "<stop offset='0' stop-color='#ff0000'/><stop offset='100%' stop-color='#0000ff'/>";
  g_autofree char *gradients = g_strdup_printf (
      "<linearGradient id='a'>%s</linearGradient><radialGradient id='b' xlink:href='#a'/><linearGradient "
      "id='c'>"
      "<stop offset='.5' stop-color='white' stop-opacity='0'/><stop offset='.5' style='stop-color:lime'/>"
      "</linearGradient><linearGradient id='loop' href='#loop'/>"
      "<rect width='1' height='1' fill='url(#a)'/><rect width='1' height='1' fill=\"url('#b') red\"/>"
      "<rect width='1' height='1' fill='url(#c)'/><rect width='1' height='1' fill='url(#loop)'/>",
      stops);

  check (gradients, "rectangle 0 0 1 1 fill=800080ff; rectangle 0 0 1 1 fill=800080ff; "
                    "rectangle 0 0 1 1 fill=00ff0080");
  check_left_out ("<rect width='1' height='1' fill='url(#none) #00f'/>", 1,
                  "rectangle 0 0 1 1 fill=0000ffff");
  check_left_out ("<pattern id='p'/><rect width='1' height='1' fill='url(#p)'/>", 1, "");
}

static void
test_groups (void)
{
  check ("<g><rect width='1' height='1'/><rect width='2' height='2'/></g><g/><g><g/></g>",
         "rectangle 0 0 1 1 fill=000000ff; rectangle 0 0 2 2 fill=000000ff");
  check ("<g opacity='.5'><rect width='1' height='1'/><rect width='2' height='2'/></g><rect width='3' "
         "height='3'/>",
         "group opacity=0.5 {rectangle 0 0 1 1 fill=000000ff; rectangle 0 0 2 2 fill=000000ff}; "
         "rectangle 0 0 3 3 fill=000000ff");
  check ("<g opacity='.5'><g opacity='.5'><rect width='1' height='1' opacity='.8'/></g></g>",
         "rectangle 0 0 1 1 fill=000000ff opacity=0.2");
  check ("<a><rect width='1' height='1'/></a><switch><g/><rect width='2' height='2'/><rect width='3' "
         "height='3'/></switch>",
         "rectangle 0 0 1 1 fill=000000ff; rectangle 0 0 2 2 fill=000000ff");
  check ("<g><g><rect width='1' height='1'/><rect width='2' height='2'/></g><rect width='3' height='3'/></g>"
         "<rect width='4' height='4'/>",
         "group {group {rectangle 0 0 1 1 fill=000000ff; rectangle 0 0 2 2 fill=000000ff}; "
         "rectangle 0 0 3 3 fill=000000ff}; rectangle 0 0 4 4 fill=000000ff");
}

static void
test_uses (void)
{
  check ("<defs><rect id='r' width='1' height='1'/></defs><use href='#r' x='5' y='6' fill='red'/>"
         "<use xlink:href='#r' transform='scale(2)' x='1'/>",
         "rectangle 5 6 1 1 fill=ff0000ff; rectangle 2 0 2 2 fill=000000ff");
  check ("<symbol id='s' viewBox='0 0 10 10'><rect width='5' height='5'/></symbol><use href='#s' width='20' "
         "height='20'/>",
         "rectangle 0 0 10 10 fill=000000ff");
  check (
      "<defs><rect id='r' width='1' height='1'/><rect id='r' width='2' height='2'/></defs><use href='#r'/>",
      "rectangle 0 0 1 1 fill=000000ff");
  check_left_out ("<use href='#none'/><use/><use href='other.svg#r'/>", 3, "");
}

static void
test_left_out (void)
{
  check_left_out (
      "<image/><foreignObject><rect/></foreignObject><nonsense/><text><textPath>x</textPath></text>", 4, "");
  check_left_out ("<rect clip-path='url(#c)' mask='none' filter='url(#f)' width='1' height='1'/>", 2,
                  "rectangle 0 0 1 1 fill=000000ff");
  check_left_out (
      "<title>t</title><desc/><metadata><x/></metadata><defs><image/></defs><clipPath id='c'><rect width='1' "
      "height='1'/></clipPath><other:rect width='1' height='1'/><style/>",
      0, "");
  check_left_out ("<path d='M0 0h10v10z x'/><polyline points='0 0 10 0 10 10 5'/><path d='nothing'/>", 3,
                  "path 0 0 10 10 fill=000000ff M0 0L1 0 1 1Z; path 0 0 10 10 fill=000000ff M0 0L1 0 1 1");
}

/* Text */

static void
test_texts (void)
{
  check ("<text x='10' y='20'> Hello,\n  <tspan font-weight='bold'>big </tspan> world </text>",
         "text \"Hello, big world\" 16 #000000ff");
  check ("<text font-size='10' fill='red' xml:space='preserve'>a  b</text>", "text \"a  b\" 10 #ff0000ff");
  check ("<text><tspan x='5' y='10'>one</tspan><tspan x='5' y='30'>two</tspan></text>",
         "text \"one\ntwo\" 16 #000000ff");
  check ("<text><tspan x='5' y='10'>one</tspan><tspan x='50' y='10' fill='blue'>two</tspan></text>",
         "text \"one\" 16 #000000ff; text \"two\" 16 #0000ffff");
  check ("<text fill='none' stroke='red'>a</text><text></text><text> \n </text><text "
         "visibility='hidden'>a</text>",
         "");
  check ("<text style='font-size:2em' transform='scale(2)'>a</text>", "text \"a\" 64 #000000ff");
  check ("<text x='1 2 3' y='4,5'>abc</text>", "text \"abc\" 16 #000000ff");
  check ("<text>&lt;&#228;&amp;</text>", "text \"<\303\244&\" 16 #000000ff");
}

/* The baseline is where SVG says, and anchors are to the left, in the middle and to the right. */
static void
test_text_place (void)
{
  static const char *const anchors[] = { "start", "middle", "end" };
  double x[3], width[3];

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (TroveDocument) document = sketch_document_new ();
      g_autofree char *svg = g_strdup_printf ("<svg><text x='100' y='100' font-size='20' text-anchor='%s' "
                                              "transform='rotate(0)'>Hello</text></svg>",
                                              anchors[i]);
      g_autoptr (GArray) keys = NULL;
      const SketchShapeData *shape;

      g_assert_true (sketch_import_svg_data (document, sample_get_layer (document, 0), "t", svg, strlen (svg),
                                             &keys, NULL, NULL));
      shape = sample_peek (document, g_array_index (keys, TroveKey, 0));
      x[i] = shape->x;
      width[i] = shape->width;
      g_assert_cmpfloat (shape->y, <, 100 - 12);
      g_assert_cmpfloat (shape->y + shape->height, >, 100);
      g_assert_cmpfloat (shape->y + shape->height, <, 110);
    }
  g_assert_cmpfloat_with_epsilon (x[0], 100, 0.01);
  g_assert_cmpfloat_with_epsilon (x[1], 100 - width[1] / 2, 0.01);
  g_assert_cmpfloat_with_epsilon (x[2], 100 - width[2], 0.01);
}

/* A large path is as precise as a small one far away. */
static void
test_precision (void)
{
  check ("<path d='M100000 100000l1 .5v1z'/>", "path 100000 100000 1 1.5 fill=000000ff M0 0L1 .333333 1 1Z");
  check ("<path d='M0 0l1e6 1e6h-1e6z'/>", "path 0 0 1e+06 1e+06 fill=000000ff M0 0L1 1 0 1Z");
  check ("<path d='M0 0l.001 .001h-.001z' transform='scale(10000)'/>",
         "path 0 0 10 10 fill=000000ff M0 0L1 1 0 1Z");
}

/* An exported drawing is imported as it was. */
static void
test_round_trip (void)
{
  const char *elements =
      "<rect x='10' y='10' width='100' height='50' fill='#ff000080' stroke='blue' stroke-width='3'/>"
      "<ellipse cx='100' cy='100' rx='40' ry='20' transform='rotate(30 100 100)' opacity='.5'/>"
      "<path d='M10 150C20 130 40 130 50 150S80 170 90 150z' fill-rule='evenodd'/>"
      "<line x1='10' y1='200' x2='100' y2='180' stroke='green'/>"
      "<g opacity='.7'><rect width='10' height='10' x='5' y='90'/><text x='50' y='90' font-size='20'>Hi "
      "&amp; &lt;you&gt;</text></g>";
  g_autofree char *svg = g_strdup_printf ("<svg>%s</svg>", elements);
  g_auto (GStrv) texts = g_new0 (char *, 3);

  with_places_of_texts = TRUE;
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (TroveDocument) document = sketch_document_new ();
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (TroveVersion) version = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *written = NULL;
      guint n_left_out;

      sketch_import_svg_data (document, sample_get_layer (document, 0), "t", svg, strlen (svg), NULL,
                              &n_left_out, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (n_left_out, ==, 0);
      describe_list (document, sample_get_layer (document, 0), "shapes", text);
      texts[i] = g_strdup (text->str);
      version = trove_document_freeze (document, NULL);
      bytes = sketch_export_to_bytes (version, NULL, 0, "image/svg+xml", 1, &error);
      g_assert_no_error (error);
      g_free (svg);
      written = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_test_message ("%s", written);
      /* The drawing is to be where it was, and not where it is in its picture. */
      svg = g_strdup_printf ("<svg viewBox='0 0 500 500'>%s", strstr (written, ">\n<g ") + 2);
    }
  with_places_of_texts = FALSE;
  g_assert_cmpstr (texts[0], ==, texts[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sketch_register_classes ();
  g_test_add_func ("/svg-import/shapes", test_shapes);
  g_test_add_func ("/svg-import/transforms", test_transforms);
  g_test_add_func ("/svg-import/view", test_view);
  g_test_add_func ("/svg-import/style", test_style);
  g_test_add_func ("/svg-import/style-sheets", test_style_sheets);
  g_test_add_func ("/svg-import/gradients", test_gradients);
  g_test_add_func ("/svg-import/groups", test_groups);
  g_test_add_func ("/svg-import/uses", test_uses);
  g_test_add_func ("/svg-import/left-out", test_left_out);
  g_test_add_func ("/svg-import/texts", test_texts);
  g_test_add_func ("/svg-import/text-place", test_text_place);
  g_test_add_func ("/svg-import/precision", test_precision);
  g_test_add_func ("/svg-import/round-trip", test_round_trip);
  return g_test_run ();
}
