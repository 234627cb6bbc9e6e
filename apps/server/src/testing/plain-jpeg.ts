import sharp from 'sharp'

/** A picture of one colour, of any size. In a file of its own, so that programs without the server's pages can make one. */
export function plainJpeg(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#9db4c0' }, limitInputPixels: false })
    .jpeg()
    .toBuffer()
}
