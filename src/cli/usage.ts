export const USAGE = `flinknb: notebooks for live data

Usage
  flinknb run NOTEBOOK [options]     run the cells of a notebook in order
  flinknb test NOTEBOOK [options]    run it, and compare its outputs with those in the file
  flinknb lint NOTEBOOK              check the types of its cells
  flinknb export NOTEBOOK --to ts|ipynb|html [--output FILE]
                                     write it as a program, for Jupyter, or as a page
  flinknb import FILE [--output NOTEBOOK]
                                     make a notebook of a .ipynb, or of a .ts with '// %%' cells
  flinknb --help | --version

Options of run and test
  --param name=value    set a parameter that cells read with param('name', default); may be repeated
  --output FILE         (run) write the executed notebook, with its outputs, to FILE
  --timeout TIME        fail when the run takes longer, such as 60s or 5min
  --stop-after TIME     this long after the last cell has started, stop jobs without an end cleanly: a success
  --memory-limit MB     heap limit of the kernel (4096)
  --no-check            do not type-check cells before they run
  --update              (test) keep this run's outputs as those to compare with

test leaves out durations, rates, histories of metrics and cells with the tag 'volatile'; let notebooks under test read
recorded streams (replay), so that every run sees the same records.

Exit code: 0 when every cell succeeded, 1 when one failed (stderr names cell and line) or outputs differ, 2 for wrong
usage.
A job without an end runs until --stop-after, --timeout or Ctrl-C, which stops it cleanly.
`
