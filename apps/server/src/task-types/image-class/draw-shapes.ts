export type ShapeKind = 'circle' | 'square' | 'triangle'

const KINDS: readonly ShapeKind[] = ['circle', 'square', 'triangle']
const COLOURS = ['#17616b', '#b4532a', '#6b4a8c', '#8a6d1d'] as const
const COLUMNS = 5
const CELL = 120

/**
 * A drawing for samples and demos: `count` shapes of one kind and one fewer of another, strewn over a grid. The same
 * arguments always give the same drawing.
 *
 * @param count 1–7, so that both kinds fit into the grid.
 * @returns an SVG document of 600 × 360.
 */
export function drawShapes(kind: ShapeKind, count: number, seed: number): string {
  const other = KINDS[(KINDS.indexOf(kind) + 1 + (seed % 2)) % KINDS.length] as ShapeKind
  const kinds = [...Array<ShapeKind>(count).fill(kind), ...Array<ShapeKind>(count - 1).fill(other)]
  // 7 has no factor in common with the 15 cells, so every shape gets a cell of its own.
  const shapes = kinds.map((each, index) => drawShape(each, (index * 7 + seed * 4) % 15, index + seed))
  return `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="360" viewBox="0 0 600 360"><rect width="600" height="360" fill="#faf6ef"/>${shapes.join('')}</svg>`
}

function drawShape(kind: ShapeKind, cell: number, variant: number): string {
  const x = (cell % COLUMNS) * CELL + CELL / 2 + ((variant * 13) % 21) - 10
  const y = Math.floor(cell / COLUMNS) * CELL + CELL / 2 + ((variant * 17) % 21) - 10
  const size = 28 + ((variant * 11) % 18)
  const fill = `fill="${COLOURS[variant % COLOURS.length] ?? COLOURS[0]}"`
  if (kind === 'circle') return `<circle cx="${x}" cy="${y}" r="${size}" ${fill}/>`
  if (kind === 'square') return `<rect x="${x - size}" y="${y - size}" width="${2 * size}" height="${2 * size}" ${fill}/>`
  return `<polygon points="${x},${y - size} ${x + size},${y + size} ${x - size},${y + size}" ${fill}/>`
}
