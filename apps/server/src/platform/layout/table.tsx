import type { Child } from 'hono/jsx'

export interface Column<Row> {
  label: string
  cell: (row: Row) => Child
  /** Aligned at the end, in figures of equal width. */
  numeric?: boolean | undefined
  /** The cell that names its row. */
  heading?: boolean | undefined
}

export interface TableProps<Row> {
  caption: string
  /** For a table that follows a heading with the same words. */
  captionHidden?: boolean | undefined
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  /** Totals, one per column. */
  totals?: readonly Child[] | undefined
}

/**
 * Rows become stacked cards on a phone. The roles repeat what the tags mean, because browsers forget the
 * meaning of a table whose rows are displayed as blocks.
 */
export function Table<Row>({ caption, captionHidden = false, columns, rows, totals }: TableProps<Row>) {
  return (
    <table class="table" role="table">
      <caption class={captionHidden ? 'visually-hidden' : undefined}>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ label, numeric }) => (
            <th role="columnheader" scope="col" class={numeric === true ? 'numeric' : undefined}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr role="row">
            {columns.map((column) => (
              <Cell column={column}>{column.cell(row)}</Cell>
            ))}
          </tr>
        ))}
      </tbody>
      {totals !== undefined && (
        <tfoot role="rowgroup">
          <tr role="row">
            {columns.map((column, index) => (
              <Cell column={column}>{totals[index]}</Cell>
            ))}
          </tr>
        </tfoot>
      )}
    </table>
  )
}

function Cell<Row>({ column, children }: { column: Column<Row>; children?: Child }) {
  const numeric = column.numeric === true ? 'numeric' : undefined
  if (column.heading === true) {
    return (
      <th role="rowheader" scope="row" class={numeric} data-label={column.label}>
        {children}
      </th>
    )
  }
  return (
    <td role="cell" class={numeric} data-label={column.label}>
      <span>{children}</span>
    </td>
  )
}
