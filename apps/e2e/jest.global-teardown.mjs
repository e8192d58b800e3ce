export default async function globalTeardown() {
  await globalThis.stopStage?.();
}
