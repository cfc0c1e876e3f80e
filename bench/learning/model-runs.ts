export async function modelRuns(_folder: string): Promise<readonly string[]> {
  return [];
}
