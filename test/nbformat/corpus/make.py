"""Makes the notebooks of this folder with the tools that people use, from text of our own.

Run it in a virtual environment with: nbformat jupytext papermill nbclient nbconvert nbstripout ipykernel ipywidgets
matplotlib pandas. The files are kept, so that tests need none of these.
"""
import os
import pathlib
import subprocess
import sys

import jupytext
import nbclient
import nbformat
import papermill
from nbformat import v4

HERE = pathlib.Path(__file__).parent
SCRIPT = '''# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Café 😀 a/b
#
# text with *stars* and a line  
# that breaks

# %% tags=["parameters"]
speed = 1

# %%
print("é", speed)
print("second line")

# %%
import sys
print("to stderr", file=sys.stderr)
{"a": [1.0, 2.5], "b": "x" * 40}

# %%
import pandas as pd
pd.DataFrame({"name": ["Zoë", "<b>"], "n": [1, 2]})

# %% nbgrader={"grade": true, "grade_id": "cell-1", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
# %matplotlib inline
import matplotlib.pyplot as plt
plt.figure(figsize=(1, 1))
plt.plot([1, 3, 2])
plt.show()

# %%
import ipywidgets
ipywidgets.IntSlider(value=7, description="n")

# %%
from IPython.display import display, JSON, SVG, Latex
display(JSON({"deep": [{"ratio": 1.0}], "lines": ["a", "b"]}))
display(SVG('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>'))
Latex("$x^2$")

# %% [raw] raw_mimetype="text/restructuredtext"
# *raw*

# %% tags=["raises-exception"]
1 / 0
'''


def write(name, text):
    (HERE / name).write_text(text, encoding="utf-8", newline="")


def run(name, *command):
    subprocess.run([sys.executable, "-m", *command], check=True, cwd=HERE, capture_output=True)
    assert (HERE / name).exists(), name


def main():
    notebook = jupytext.reads(SCRIPT, fmt="py:percent")
    write("jupytext.ipynb", jupytext.writes(notebook, fmt="ipynb"))
    nbclient.NotebookClient(notebook, store_widget_state=True).execute()
    write("nbclient.ipynb", nbformat.writes(notebook))
    os.chdir(HERE)
    papermill.execute_notebook(
        "jupytext.ipynb", "papermill.ipynb", parameters={"speed": 3}, prepare_only=True, progress_bar=False
    )
    run("nbconvert.ipynb", "nbconvert", "--to", "notebook", "--output", "nbconvert.ipynb", "nbclient.ipynb")
    run("nbconvert-cleared.ipynb", "nbconvert", "--to", "notebook", "--clear-output", "--output", "nbconvert-cleared.ipynb", "nbclient.ipynb")
    (HERE / "nbstripout.ipynb").write_bytes((HERE / "nbclient.ipynb").read_bytes())
    run("nbstripout.ipynb", "nbstripout", "nbstripout.ipynb")
    older = nbformat.reads((HERE / "nbclient.ipynb").read_text(encoding="utf-8"), as_version=4)
    older.nbformat_minor = 4
    for cell in older.cells:
        del cell["id"]
    write("nbformat-4.4.ipynb", nbformat.writes(older))
    new = v4.new_notebook(cells=[v4.new_code_cell("1"), v4.new_raw_cell("r"), v4.new_markdown_cell("![x](attachment:x.png)", attachments={"x.png": {"image/png": "aGVsbG8=\n"}})])
    write("nbformat-new.ipynb", nbformat.writes(new, split_lines=False))
    myst = jupytext.reads("---\njupytext:\n  formats: md:myst\n---\n\n# Title\n\n```{code-cell} ipython3\n:tags: [a, b]\n\nx = 'ü'\nx\n```\n", fmt="md:myst")
    write("jupytext-myst.ipynb", jupytext.writes(myst, fmt="ipynb"))


main()
