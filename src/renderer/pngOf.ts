/** Twice as many points as on screen: sharp where it is pasted. */
const SCALE = 2

/** An SVG picture, as a data link, turned into a PNG one. */
export async function pngOf(svgUrl: string): Promise<string> {
  const picture = new Image()
  picture.src = svgUrl
  await picture.decode()
  const canvas = document.createElement('canvas')
  canvas.width = picture.naturalWidth * SCALE
  canvas.height = picture.naturalHeight * SCALE
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return canvas.toDataURL('image/png')
}
