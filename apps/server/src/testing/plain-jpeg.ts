import sharp from 'sharp'

/** A picture of one colour, of any size. Photos stand in a file of their own, so that programs without the server's pages can make one. */
export function plainJpeg(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#9db4c0' }, limitInputPixels: false })
    .jpeg()
    .toBuffer()
}

/** As a phone writes it, 40 by 30 pixels and held upright: with the place and the owner (SECRET-OWNER). */
export function phoneJpeg(): Promise<Buffer> {
  return sharp({ create: { width: 40, height: 30, channels: 3, background: '#8a3' } })
    .withExif({ IFD0: { Copyright: 'SECRET-OWNER' }, IFD3: { GPSLatitude: '45/1 45/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
}
