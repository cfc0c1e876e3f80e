/**
 * The pictures of the sample clips, drawn on a canvas in a browser page.
 * Every painter takes `turn` from 0 to 1 and draws the same at both ends, so the clips loop without a jump.
 */
const TAU = Math.PI * 2;

/** A fixed sequence of numbers in [0, 1): the clips come out the same every time. */
function numbersFrom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function fillVertical(context, stops) {
  const { width, height } = context.canvas;
  const gradient = context.createLinearGradient(0, 0, 0, height);
  for (const [at, color] of stops) gradient.addColorStop(at, color);
  context.fillStyle = gradient;
  context.fillRect(0, 0, width, height);
}

function glow(context, { x, y, radius, color, alpha = 1 }) {
  const gradient = context.createRadialGradient(x, y, 0, x, y, radius);
  gradient.addColorStop(0, `rgba(${color}, ${alpha})`);
  gradient.addColorStop(0.4, `rgba(${color}, ${alpha * 0.35})`);
  gradient.addColorStop(1, `rgba(${color}, 0)`);
  context.fillStyle = gradient;
  context.fillRect(x - radius, y - radius, radius * 2, radius * 2);
}

function disc(context, { x, y, radius, fill }) {
  context.fillStyle = fill;
  context.beginPath();
  context.arc(x, y, radius, 0, TAU);
  context.fill();
}

/** A filled area below a curve given as a function of x. */
function landscape(context, fill, curve) {
  const { width, height } = context.canvas;
  context.fillStyle = fill;
  context.beginPath();
  context.moveTo(0, height);
  for (let x = 0; x <= width; x += 3) context.lineTo(x, curve(x));
  context.lineTo(width, height);
  context.fill();
}

function aurora(context, turn) {
  const { width, height } = context.canvas;
  fillVertical(context, [
    [0, "#050b24"],
    [0.6, "#0b2a4a"],
    [1, "#12475c"],
  ]);
  const next = numbersFrom(7);
  for (let star = 0; star < 70; star += 1) {
    const x = next() * width;
    const y = next() * height * 0.7;
    const twinkle = 0.35 + 0.35 * Math.sin(TAU * (turn * Math.ceil(next() * 3) + next()));
    disc(context, { x, y, radius: 0.6 + next() * 0.9, fill: `rgba(255,255,255,${twinkle})` });
  }
  context.globalCompositeOperation = "lighter";
  const ribbons = [
    { color: "64, 255, 170", base: 0.5, wave: 46, tall: 260, shift: 0 },
    { color: "60, 190, 255", base: 0.42, wave: 60, tall: 220, shift: 0.35 },
    { color: "190, 90, 255", base: 0.36, wave: 52, tall: 200, shift: 0.7 },
  ];
  for (const ribbon of ribbons) {
    for (let x = 0; x < width; x += 2) {
      const across = x / width;
      const sway = Math.sin(TAU * (across * 0.9 + turn + ribbon.shift)) * ribbon.wave;
      const ripple = Math.sin(TAU * (across * 2.3 - turn + ribbon.shift)) * ribbon.wave * 0.35;
      const foot = height * ribbon.base + sway + ripple;
      const fold = 0.5 + 0.5 * Math.sin(TAU * (across * 4 + turn * 2 + ribbon.shift));
      const tall = ribbon.tall * (0.65 + 0.35 * fold);
      const gradient = context.createLinearGradient(0, foot - tall, 0, foot + 24);
      gradient.addColorStop(0, `rgba(${ribbon.color}, 0)`);
      gradient.addColorStop(0.8, `rgba(${ribbon.color}, ${0.22 + 0.25 * fold})`);
      gradient.addColorStop(1, `rgba(${ribbon.color}, 0)`);
      context.fillStyle = gradient;
      context.fillRect(x, foot - tall, 2, tall + 24);
    }
  }
  context.globalCompositeOperation = "source-over";
  const ridge = (scale, offset) => (x) =>
    height * offset -
    Math.abs(Math.sin(x * 0.011 * scale + scale)) * 60 -
    Math.abs(Math.sin(x * 0.031 * scale)) * 16;
  landscape(context, "#0a2233", ridge(1, 0.84));
  landscape(context, "#040d18", ridge(1.7, 0.93));
}

function cityLights(context, turn) {
  const { width, height } = context.canvas;
  fillVertical(context, [
    [0, "#0c0718"],
    [0.55, "#2a1038"],
    [1, "#120816"],
  ]);
  const next = numbersFrom(42);
  const colors = ["255, 176, 66", "255, 92, 122", "88, 190, 255", "255, 226, 160", "170, 110, 255"];
  context.globalCompositeOperation = "lighter";
  for (let light = 0; light < 46; light += 1) {
    const depth = 0.35 + next() * 0.65;
    const color = colors[Math.floor(next() * colors.length)];
    const angle = TAU * (turn + next());
    const x = next() * width + Math.cos(angle) * 16 * depth;
    const y = height * (0.1 + next() * 0.8) + Math.sin(angle) * 10 * depth;
    const radius = 14 + depth * 38;
    const pulse = 0.75 + 0.25 * Math.sin(TAU * (turn * 2 + next()));
    const gradient = context.createRadialGradient(x, y, 0, x, y, radius);
    gradient.addColorStop(0, `rgba(${color}, ${0.2 * pulse})`);
    gradient.addColorStop(0.8, `rgba(${color}, ${0.26 * pulse})`);
    gradient.addColorStop(0.93, `rgba(${color}, ${0.42 * pulse})`);
    gradient.addColorStop(1, `rgba(${color}, 0)`);
    disc(context, { x, y, radius, fill: gradient });
  }
  for (let streak = 0; streak < 5; streak += 1) {
    const along = (turn + streak / 5) % 1;
    const y = height * (0.3 + streak * 0.12);
    glow(context, {
      x: (along * 1.6 - 0.3) * width,
      y,
      radius: 120,
      color: "255, 240, 210",
      alpha: 0.3,
    });
  }
  context.globalCompositeOperation = "source-over";
}

function oceanSunset(context, turn) {
  const { width, height } = context.canvas;
  fillVertical(context, [
    [0, "#2b1655"],
    [0.28, "#b23a6f"],
    [0.5, "#ff9a5a"],
    [0.6, "#ffd28a"],
    [1, "#ffd28a"],
  ]);
  const sunY = height * 0.5;
  glow(context, { x: width / 2, y: sunY, radius: 260, color: "255, 214, 140", alpha: 0.9 });
  disc(context, { x: width / 2, y: sunY, radius: 62, fill: "#fff0c9" });
  const waves = [
    { at: 0.56, color: "#d9637a", high: 7, long: 1.2, laps: 1 },
    { at: 0.62, color: "#a8437a", high: 10, long: 1.6, laps: -1 },
    { at: 0.69, color: "#77307a", high: 14, long: 1.1, laps: 1 },
    { at: 0.77, color: "#4a2370", high: 18, long: 1.4, laps: -1 },
    { at: 0.87, color: "#26165a", high: 22, long: 0.9, laps: 1 },
  ];
  waves.forEach((wave, index) => {
    const curve = (x) =>
      height * wave.at +
      Math.sin(TAU * ((x / width) * wave.long + turn * wave.laps + index * 0.21)) * wave.high +
      Math.sin(TAU * ((x / width) * wave.long * 2.1 - turn * wave.laps)) * wave.high * 0.3;
    landscape(context, wave.color, curve);
    context.strokeStyle = `rgba(255, 222, 170, ${0.5 - index * 0.08})`;
    context.lineWidth = 1.6;
    context.beginPath();
    const reach = 70 + index * 26;
    for (let x = width / 2 - reach; x <= width / 2 + reach; x += 4) context.lineTo(x, curve(x) + 2);
    context.stroke();
  });
}

function orbits(context, turn) {
  const { width, height } = context.canvas;
  fillVertical(context, [
    [0, "#0a0620"],
    [0.5, "#1d0f4a"],
    [1, "#0a0620"],
  ]);
  const next = numbersFrom(19);
  for (let star = 0; star < 90; star += 1) {
    const fill = `rgba(210, 200, 255, ${0.15 + next() * 0.4})`;
    disc(context, { x: next() * width, y: next() * height, radius: 0.5 + next(), fill });
  }
  const x = width / 2;
  const y = height / 2;
  glow(context, { x, y, radius: 210, color: "255, 120, 90", alpha: 0.8 });
  disc(context, { x, y, radius: 44, fill: "#ffd9a8" });
  const planets = [
    { far: 88, size: 8, color: "110, 231, 255", laps: 3, start: 0.1 },
    { far: 126, size: 13, color: "255, 138, 216", laps: 2, start: 0.5 },
    { far: 168, size: 10, color: "150, 255, 190", laps: 2, start: 0.85 },
    { far: 214, size: 18, color: "170, 140, 255", laps: 1, start: 0.3 },
    { far: 262, size: 9, color: "255, 220, 120", laps: 1, start: 0.75 },
  ];
  for (const planet of planets) {
    const place = (at) => ({
      x: x + Math.cos(TAU * at) * planet.far * 0.74,
      y: y + Math.sin(TAU * at) * planet.far,
    });
    context.strokeStyle = "rgba(255,255,255,0.09)";
    context.lineWidth = 1;
    context.beginPath();
    context.ellipse(x, y, planet.far * 0.74, planet.far, 0, 0, TAU);
    context.stroke();
    const now = turn * planet.laps + planet.start;
    for (let tail = 26; tail > 0; tail -= 1) {
      const radius = planet.size * (1 - tail / 30);
      const fill = `rgba(${planet.color}, ${0.12 * (1 - tail / 27)})`;
      disc(context, { ...place(now - tail * 0.006), radius, fill });
    }
    const here = place(now);
    glow(context, { ...here, radius: planet.size * 3.2, color: planet.color, alpha: 0.55 });
    disc(context, { ...here, radius: planet.size, fill: `rgb(${planet.color})` });
  }
}

function neonRoad(context, turn) {
  const { width, height } = context.canvas;
  const horizon = height * 0.55;
  fillVertical(context, [
    [0, "#12022f"],
    [0.35, "#4b0a6b"],
    [0.55, "#ff4f8b"],
    [0.56, "#16042e"],
    [1, "#0b0120"],
  ]);
  const sunY = horizon - 92;
  glow(context, { x: width / 2, y: sunY, radius: 230, color: "255, 150, 90", alpha: 0.75 });
  context.save();
  context.beginPath();
  context.rect(0, 0, width, horizon);
  context.clip();
  const face = context.createLinearGradient(0, sunY - 104, 0, sunY + 104);
  face.addColorStop(0, "#ffe27a");
  face.addColorStop(0.55, "#ff7a6b");
  face.addColorStop(1, "#ff2f92");
  disc(context, { x: width / 2, y: sunY, radius: 104, fill: face });
  context.beginPath();
  context.arc(width / 2, sunY, 104, 0, TAU);
  context.clip();
  for (let bar = 0; bar < 6; bar += 1) {
    const along = (bar + turn * 2) % 6;
    context.fillStyle = "#8c1873";
    context.fillRect(width / 2 - 110, sunY + along * 18, 220, 1.5 + along * 1.6);
  }
  context.restore();
  const ridge = (side) => (x) => {
    const away = side === "left" ? x / width : 1 - x / width;
    const rise = Math.max(0, 0.42 - away) * 300 * (0.75 + 0.25 * Math.sin(away * 38));
    return horizon - rise;
  };
  landscape(context, "#240541", ridge("left"));
  landscape(context, "#240541", ridge("right"));
  context.fillStyle = "#12032b";
  context.fillRect(0, horizon, width, height - horizon);
  context.strokeStyle = "rgba(93, 232, 255, 0.75)";
  context.lineWidth = 1.5;
  context.beginPath();
  for (let lane = -9; lane <= 9; lane += 1) {
    context.moveTo(width / 2 + lane * 12, horizon);
    context.lineTo(width / 2 + lane * 130, height);
  }
  for (let row = 0; row < 14; row += 1) {
    const near = ((row + turn * 6) % 14) / 14;
    const y = horizon + (height - horizon) * near ** 2.6;
    context.moveTo(0, y);
    context.lineTo(width, y);
  }
  context.stroke();
  context.fillStyle = "rgba(255, 255, 255, 0.9)";
  context.fillRect(0, horizon - 1, width, 2);
}

function lavaLamp(context, turn) {
  const { width, height } = context.canvas;
  fillVertical(context, [
    [0, "#ff6f91"],
    [0.5, "#ff9671"],
    [1, "#ffc75f"],
  ]);
  const blobs = [
    { x: 0.3, size: 110, laps: 1, start: 0, from: "#845ec2", to: "#d65db1" },
    { x: 0.68, size: 130, laps: 1, start: 0.45, from: "#ff5e78", to: "#ffc3a0" },
    { x: 0.45, size: 84, laps: 2, start: 0.2, from: "#f9f871", to: "#ff9671" },
    { x: 0.78, size: 70, laps: 2, start: 0.75, from: "#d65db1", to: "#ff6f91" },
    { x: 0.16, size: 64, laps: 1, start: 0.62, from: "#ffe1a8", to: "#ff8066" },
  ];
  for (const blob of blobs) {
    const climb = Math.sin(TAU * (turn * blob.laps + blob.start));
    const x = width * blob.x + Math.cos(TAU * (turn + blob.start)) * 26;
    const y = height * (0.5 - climb * 0.36);
    const stretch = 1 + 0.16 * Math.cos(TAU * (turn * blob.laps + blob.start));
    context.save();
    context.translate(x, y);
    context.scale(2 - stretch, stretch);
    context.shadowColor = "rgba(120, 30, 80, 0.35)";
    context.shadowBlur = 40;
    const fill = context.createRadialGradient(-30, -40, 10, 0, 0, blob.size);
    fill.addColorStop(0, blob.to);
    fill.addColorStop(1, blob.from);
    disc(context, { x: 0, y: 0, radius: blob.size, fill });
    context.shadowBlur = 0;
    disc(context, {
      x: -blob.size * 0.35,
      y: -blob.size * 0.42,
      radius: blob.size * 0.16,
      fill: "rgba(255,255,255,0.4)",
    });
    context.restore();
  }
}

globalThis.painters = { aurora, cityLights, oceanSunset, orbits, neonRoad, lavaLamp };
