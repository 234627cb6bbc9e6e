import sharp from 'sharp'

/** A picture whose pixels are black and white in turn, so that it is seen whether it is shown in its own pixels. */
export function checkerboard(width: number, height: number): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height)
  for (let y = 0; y < height; y++) for (let x = y & 1; x < width; x += 2) pixels[y * width + x] = 255
  return sharp(pixels, { raw: { width, height, channels: 1 }, limitInputPixels: false })
    .png({ compressionLevel: 1 })
    .toBuffer()
}

export interface Greys {
  readonly width: number
  readonly height: number
  /** 0 black to 255 white */
  at(x: number, y: number): number
}

/** A picture without its colours, to look at single pixels. */
export async function greysOf(picture: Buffer): Promise<Greys> {
  const { data, info } = await sharp(picture).greyscale().raw().toBuffer({ resolveWithObject: true })
  return {
    width: info.width,
    height: info.height,
    at(x, y) {
      const value = data[(y * info.width + x) * info.channels]
      if (value === undefined) throw new Error(`the picture has no pixel at ${x}, ${y}`)
      return value
    },
  }
}
