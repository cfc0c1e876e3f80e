/**
 * Draws the sample clips of the catalog: `node scripts/make-sample-clips.ts [folder]`.
 * Needs ffmpeg (FFMPEG_PATH, default `ffmpeg`) and a Chromium (CHROMIUM_PATH, default `chromium-headless-shell` of Debian).
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import type { Page } from "playwright-core";

const WIDTH = 406;
const HEIGHT = 720;
const FFMPEG = process.env["FFMPEG_PATH"] ?? "ffmpeg";
const FRAMES_PER_SECOND = 24;
const DEFAULT_FOLDER = "templates/features/sample-clips/files/dev/samples";

interface Clip {
  readonly name: string;
  readonly painter: string;
  readonly container: "mp4" | "webm";
  readonly seconds: number;
  /** ffmpeg's aevalsrc expression of a soft sound, or null for a silent clip. */
  readonly sound: string | null;
  /** Constant rate factor: higher is smaller. */
  readonly quality: number;
}

const swell = "0.11*(random(0)-0.5)*(0.55+0.45*sin(2*PI*t/5))";
const chord = [110, 164.81, 220, 261.63]
  .map((pitch, index) => `sin(2*PI*${pitch}*t)*(0.6+0.4*sin(2*PI*t*0.2*${index + 1}))`)
  .join("+");

const clips: readonly Clip[] = [
  { name: "aurora", painter: "aurora", container: "mp4", seconds: 5, sound: null, quality: 27 },
  {
    name: "city-lights",
    painter: "cityLights",
    container: "webm",
    seconds: 5,
    sound: null,
    quality: 38,
  },
  {
    name: "lava-lamp",
    painter: "lavaLamp",
    container: "mp4",
    seconds: 5,
    sound: null,
    quality: 25,
  },
  {
    name: "neon-road",
    painter: "neonRoad",
    container: "mp4",
    seconds: 4,
    sound: `0.035*(${chord})`,
    quality: 27,
  },
  {
    name: "ocean-sunset",
    painter: "oceanSunset",
    container: "mp4",
    seconds: 5,
    sound: swell,
    quality: 24,
  },
  { name: "orbits", painter: "orbits", container: "mp4", seconds: 6, sound: null, quality: 25 },
];

const videoOptions = {
  mp4: ["-c:v", "libx264", "-preset", "veryslow", "-pix_fmt", "yuv420p", "-movflags", "+faststart"],
  webm: ["-c:v", "libvpx-vp9", "-b:v", "0", "-row-mt", "1", "-pix_fmt", "yuv420p"],
};
const soundOptions = {
  mp4: ["-c:a", "aac", "-b:a", "48k"],
  webm: ["-c:a", "libopus", "-b:a", "40k"],
};

function encoderArguments(clip: Clip, target: string): string[] {
  const sound =
    clip.sound === null
      ? []
      : [
          "-f",
          "lavfi",
          "-t",
          String(clip.seconds),
          "-i",
          `aevalsrc=${clip.sound}:s=44100,lowpass=f=900`,
        ];
  return [
    "-y",
    "-loglevel",
    "error",
    "-f",
    "image2pipe",
    "-framerate",
    String(FRAMES_PER_SECOND),
    "-c:v",
    "png",
    "-i",
    "-",
    ...sound,
    ...videoOptions[clip.container],
    "-crf",
    String(clip.quality),
    ...(clip.sound === null ? ["-an"] : soundOptions[clip.container]),
    "-map_metadata",
    "-1",
    "-fflags",
    "+bitexact",
    "-flags:v",
    "+bitexact",
    target,
  ];
}

async function drawFrame(
  page: Page,
  clip: Clip,
  options: { turn: number; type: string },
): Promise<Buffer> {
  const url = await page.evaluate(
    `(() => {
      painters[${JSON.stringify(clip.painter)}](canvas.getContext("2d"), ${options.turn});
      return canvas.toDataURL(${JSON.stringify(options.type)}, 0.72);
    })()`,
  );
  if (typeof url !== "string") throw new Error(`${clip.name}: the canvas gave no picture`);
  return Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
}

async function makeClip(page: Page, clip: Clip, folder: string): Promise<void> {
  const frames = clip.seconds * FRAMES_PER_SECOND;
  const encoder = spawn(
    FFMPEG,
    encoderArguments(clip, join(folder, `${clip.name}.${clip.container}`)),
    {
      stdio: ["pipe", "inherit", "inherit"],
    },
  );
  const ended = once(encoder, "exit");
  for (let frame = 0; frame < frames; frame += 1) {
    const picture = await drawFrame(page, clip, { turn: frame / frames, type: "image/png" });
    if (!encoder.stdin.write(picture)) await once(encoder.stdin, "drain");
  }
  encoder.stdin.end();
  const [code] = await ended;
  if (code !== 0) throw new Error(`${clip.name}: ffmpeg ended with ${String(code)}`);
  const poster = await drawFrame(page, clip, { turn: 0, type: "image/webp" });
  await writeFile(join(folder, `${clip.name}.webp`), poster);
}

const folder = process.argv[2] ?? DEFAULT_FOLDER;
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium-headless-shell",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
});
try {
  const page = await browser.newPage();
  await page.setContent(`<canvas id="canvas" width="${WIDTH}" height="${HEIGHT}"></canvas>`);
  await page.addScriptTag({
    content: await readFile(new URL("./sample-clip-painters.js", import.meta.url), "utf8"),
  });
  for (const clip of clips) await makeClip(page, clip, folder);
} finally {
  await browser.close();
}
