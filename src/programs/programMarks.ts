/** What begins a cell of a program, as editors that know such cells write it. */
export const CELL_MARK = '// %%'
export const MARKDOWN_MARK = '// %% [markdown]'
export const RAW_MARK = '// %% [raw]'
/** What an exported program needs around its cells; no cell of the notebook. */
export const HELPERS_MARK = '// %% [flinknb]'
/** Stands above the variables that several cells declare. */
export const SHARED_MARK = '// Declared by several cells: the newest value counts.'
