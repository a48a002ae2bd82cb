/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Dialogs of Trove Sketch, which a test answers as a user does. */

#pragma once

#include <adwaita.h>

/* The message dialog that is shown; NULL: none. */
AdwMessageDialog *dialogs_find (void);

/* Waits for a message dialog with that heading, and answers it. */
void dialogs_answer (const char *heading, const char *response);

/* Waits for a dialog for a new file, and returns the file that it suggests. Free it. */
GFile *dialogs_dup_suggestion (void);

/* Waits for a file dialog, and chooses a file. */
void dialogs_choose (GFile *file);
