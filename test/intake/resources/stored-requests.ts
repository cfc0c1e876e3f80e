/** A request, and what is stored of it: `noun: kind`, behind `<` what it belongs to, `+` fields beside the kind's, `!` what everybody reads. */
export interface StoredRequest {
  readonly request: string;
  readonly name: string;
  readonly stored: string;
  readonly excluded?: readonly string[];
  readonly notUnderstood?: readonly string[];
}

type More = Pick<StoredRequest, "excluded" | "notUnderstood">;

function stored(
  request: string,
  ...[name, text, more]: readonly [name: string, text: string, more?: More]
): StoredRequest {
  return { request, name, stored: text, ...more };
}

/** What people say, and what they mean by it. */
export const storedRequests: readonly StoredRequest[] = [
  stored(
    "Track my plants, waterings and photos",
    "Plant Tracker",
    "plant: living, watering: event < plant, photo: picture < plant",
  ),
  stored("plant tracker", "Plant Tracker", "plant: living"),
  stored("Build me an expense tracker", "Expense Tracker", "expense: money"),
  stored(
    "A recipe manager with ingredients and photos",
    "Recipe Manager",
    "recipe: recipe, ingredient: item < recipe, photo: picture < recipe",
  ),
  stored("Organize my book collection", "Book Collection", "book: work"),
  stored(
    "I want to keep track of my workouts and meals",
    "Workout and Meal Tracker",
    "workout: activity, meal: activity",
  ),
  stored(
    "Log my expenses and income",
    "Expense and Income Log",
    "expense: money, income entry: money",
  ),
  stored(
    "A public directory of restaurants with reviews",
    "Restaurant Directory",
    "restaurant: place !, review: note < restaurant !",
  ),
  stored(
    "Track my weight, sleep and mood",
    "Weight and Sleep Tracker",
    "weight entry: body, sleep entry: body, mood entry: body",
  ),
  stored(
    "Manage clients, appointments and invoices",
    "Client and Invoice Manager",
    "client: person, appointment: appointment < client, invoice: money",
  ),
  stored("to-do list", "To Do List", "task: task"),
  stored("a shopping list app", "Shopping List", "grocery: item"),
  stored("Manage my team's shared shopping list", "Shopping List", "grocery: item"),
  stored("Track my plants'); DROP TABLE users; --", "Plant Tracker", "plant: living", {
    notUnderstood: ["TABLE"],
  }),
  stored("a journal with photos", "Journal", "journal entry: note, photo: picture < journal entry"),
  stored(
    "Track my trips, journal entries and weight",
    "Trip and Weight Tracker",
    "trip: project, journal entry: note < trip, weight entry: body",
  ),
  stored("dream journal", "Dream Journal", "dream: note"),
  stored("An inventory of tools", "Tool Inventory", "tool: item"),
  stored("Inventory app for my wine bottles", "Wine Bottle Inventory", "wine bottle: item"),
  stored("Track plants without photos", "Plant Tracker", "plant: living", { excluded: ["photos"] }),
  stored(
    "Track my plants, waterings and photos. No photos please.",
    "Plant Tracker",
    "plant: living, watering: event < plant",
    { excluded: ["photos"] },
  ),
  stored(
    "Track plants, waterings and notes; notes are not needed",
    "Plant Tracker",
    "plant: living, watering: event < plant",
    { excluded: ["notes"] },
  ),
  stored(
    "Keep a list of restaurants with ratings and prices",
    "Restaurant List",
    "restaurant: place + rating, price",
  ),
  stored("Track my video games", "Video Game Tracker", "video game: work"),
  stored("favorite recipes organizer", "Recipe Organizer", "recipe: recipe"),
  stored(
    "Track my cars, repairs and fuel expenses",
    "Car Tracker",
    "car: vehicle, repair: event < car, fuel expense: money < car",
  ),
  stored(
    "For each plant, log waterings and photos",
    "Plant Log",
    "plant: living, watering: event < plant, photo: picture < plant",
  ),
  stored(
    "Track waterings for each plant",
    "Plant Tracker",
    "plant: living, watering: event < plant",
  ),
  stored("Track the feedings of my cats", "Cat Tracker", "cat: living, feeding: event < cat"),
  stored(
    "Track my dog's walks, meals and vet visits",
    "Dog Tracker",
    "dog: living, walk: activity < dog, meal: activity < dog, vet visit: event < dog",
  ),
  stored("track my kids' chores", "Chore Tracker", "chore: task"),
  stored(
    "Catalogue my stamps, coins and knives",
    "Stamp and Coin Catalogue",
    "stamp: item, coin: item, knife: item",
  ),
  stored(
    "list my boxes, categories and people",
    "Box and Category List",
    "box: item, category: thing, person: person",
  ),
  stored("Share recipes with everyone", "Recipe Exchange", "recipe: recipe !"),
  stored("share my recipes with friends", "Recipe Exchange", "recipe: recipe", {
    notUnderstood: ["friends"],
  }),
  stored(
    "A public list of private notes and books",
    "Note and Book List",
    "note: note, book: work !",
  ),
  stored(
    "Track my recipes and upload photos",
    "Recipe Tracker",
    "recipe: recipe, photo: picture < recipe",
  ),
  stored("Track my habits with streaks and reminders", "Habit Tracker", "habit: habit", {
    notUnderstood: ["streaks", "reminders"],
  }),
  stored(
    "Track:\n- plants\n- waterings\n- photos",
    "Plant Tracker",
    "plant: living, watering: event < plant, photo: picture < plant",
  ),
  stored(
    "Manage projects with tasks, deadlines and notes",
    "Project Manager",
    "project: project, task: task < project, note: note < project",
  ),
  stored(
    "Track my 🌱 plants and 💧 waterings",
    "Plant Tracker",
    "plant: living, watering: event < plant",
  ),
  stored("Track my piñatas", "Piñata Tracker", "piñata: thing"),
  stored('Track my plants, called "Green Thumb"', "Green Thumb", "plant: living"),
];

/** Requests that name nothing to store: what they ask for is in the catalog, or they are refused as before. */
export const catalogRequests: readonly string[] = [
  "TikTok clone",
  "TikTok clone with stickers",
  "TikTok clone, track my plants",
  "short video app without comments",
  "a video community called Foo, with a list of playlists",
  "profiles",
  "people like videos",
  "a list of videos",
  "Share videos with everyone",
  "manage profiles and follows",
  "People log in, share clips and are commenting; no hearts",
  "profiles with a dark theme and purple buttons",
];

export const refusedRequests: readonly string[] = [
  "Build me an app",
  "An app for students",
  "app for cooking",
  "plants",
  "track",
  "track progress",
  "Track everything",
  "track my life",
  "Record my voice",
  "plan b",
  "manage users",
  "track my users; drop table",
  "Verfolge meine Pflanzen",
  "植物を記録する",
  "🌱🌱🌱",
];
