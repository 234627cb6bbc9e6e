/** Told apart on most pictures and by most eyes; shapes also have a dark casing. Labels beyond the tenth begin again. */
const PALETTE = ['#2ca02c', '#1f9cf0', '#ff7f0e', '#e8383b', '#b07fe0', '#c98b5f', '#f07fcf', '#17becf', '#d4d51a', '#a8a8a8'] as const

export function colourAt(index: number): string {
  return PALETTE[Math.max(0, index) % PALETTE.length] ?? PALETTE[0]
}
