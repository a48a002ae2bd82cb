#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

"""usage: run-fuzzer.py NAME FUZZER CORPUS ARTIFACTS [DICTIONARY]

Runs a fuzzer for TROVE_FUZZ_SECONDS (60) with TROVE_FUZZ_SEED (1; 0: another one each time), from a copy of its
corpus, and prints TAP. With the same seed the fuzzer tries the same inputs. An input that fails is kept in the folder
ARTIFACTS, and the output has the command that runs it again."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile


def count_of(log, name):
    found = re.findall(r'\b%s: (\d+)' % name, log)
    return found[-1] if found else '?'


def main():
    name, fuzzer, corpus, artifacts, *dictionary = sys.argv[1:]
    seconds = int(os.environ.get('TROVE_FUZZ_SECONDS', '60'))
    seed = int(os.environ.get('TROVE_FUZZ_SEED', '1'))
    artifacts = pathlib.Path(artifacts)
    artifacts.mkdir(parents=True, exist_ok=True)
    old = set(artifacts.iterdir())

    print('1..1')
    print('# TROVE_FUZZ_SECONDS=%d TROVE_FUZZ_SEED=%d' % (seconds, seed), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(corpus, pathlib.Path(folder) / 'corpus')
        run = subprocess.run(
            [fuzzer, '-seed=%d' % seed, '-max_total_time=%d' % seconds, '-timeout=30', '-rss_limit_mb=2048', '-max_len=4096',
             '-artifact_prefix=%s/' % artifacts, '-print_final_stats=1',
             *('-dict=' + path for path in dictionary), copy],
            # With GLib's slices, the sanitizer does not find uses of freed memory.
            env={**os.environ, 'G_SLICE': 'always-malloc'},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors='replace', check=False)

    found = sorted(set(artifacts.iterdir()) - old)
    print('# %s inputs, coverage %s, features %s' % (count_of(run.stdout, 'stat::number_of_executed_units'),
                                                    count_of(run.stdout, 'cov'), count_of(run.stdout, 'ft')))
    ok = run.returncode == 0 and not found
    if not ok:
        for line in run.stdout.splitlines()[-80:]:
            print('#', line)
        for path in found:
            print('# again: %s %s' % (fuzzer, path))
    print('%s 1 - %s' % ('ok' if ok else 'not ok', name))
    sys.exit(0 if ok else 1)


if __name__ == '__main__':
    main()
