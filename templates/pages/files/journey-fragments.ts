// Steps of two people through the pages of designed features.

// @fragment journeyOpen
await journey.step(`${alice.name} looks at the $manyInside$`, async () => {
  await journey.visit(alice, "$listPath$");
  await heading(alice.page, "$many$").waitFor();
});

// @fragment journeyAdd
await journey.step(`${alice.name} adds $aInside$`, async () => {
  const { page } = alice;
  await journey.visit(alice, "$listPath$");
  await page.getByRole("link", { name: "Add $oneInside$" }).first().click();
  await heading(page, "New $oneInside$").waitFor();
  // @print answers
  await page.getByRole("button", { name: "Add $oneInside$" }).click();
  await heading(page, $label$).waitFor();
  $path$ = pathOf(page);
  // @if pictured
  const width = await page
    .getByRole("img", { name: $label$ })
    .evaluate(async (image: HTMLImageElement) => {
      await image.decode();
      return image.naturalWidth;
    });
  assert.equal(width, 1);
  // @end
  await journey.visit(alice, "$listPath$");
  await page.getByRole("main").getByRole("link", { name: $label$ }).first().waitFor();
});

// @fragment journeyAddPart
await journey.step(`${alice.name} adds $aInside$ to the $parentInside$`, async () => {
  const { page } = alice;
  await journey.visit(alice, $parentPath$);
  await page.getByRole("link", { name: "Add $oneInside$" }).first().click();
  await heading(page, "New $oneInside$").waitFor();
  // @print answers
  await page.getByRole("button", { name: "Add $oneInside$" }).click();
  const section = page.getByRole("region", { name: "$many$", exact: true });
  await section.getByRole("link", { name: $label$ }).first().click();
  await heading(page, $label$).waitFor();
  $path$ = pathOf(page);
  // @if pictured
  const width = await page
    .getByRole("img", { name: $label$ })
    .evaluate(async (image: HTMLImageElement) => {
      await image.decode();
      return image.naturalWidth;
    });
  assert.equal(width, 1);
  // @end
});

// @fragment journeyText
await page.getByLabel("$field$", { exact: true }).fill($entered$);

// @fragment journeyChoice
await page.getByLabel("$field$", { exact: true }).selectOption($entered$);

// @fragment journeyRow
await page.getByLabel("$field$", { exact: true }).selectOption({ index: 1 });

// @fragment journeyCheckbox
await page.getByLabel("$field$", { exact: true }).click();

// @fragment journeyPicture
await page.getByLabel("$field$", { exact: true }).and(page.locator("input")).setInputFiles(PICTURE);
await page.getByRole("button", { name: "Remove picture" }).waitFor();

// @fragment journeyEdit
await journey.step(`${alice.name} changes the $oneInside$`, async () => {
  const { page } = alice;
  await journey.visit(alice, $path$);
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await heading(page, "Edit $oneInside$").waitFor();
  // @print answers
  await page.getByRole("button", { name: "Save changes" }).click();
  await heading(page, $label$).waitFor();
});

// @fragment journeyToggle
await journey.step(`${$person$.name} presses “$off$”`, async () => {
  const { page } = $person$;
  await journey.visit($person$, $path$);
  const saved = page.waitForResponse(
    (response) =>
      response.request().method() === "POST" && response.url().includes("/rest/v1/$table$"),
  );
  await page.getByRole("button", { name: "$off$", exact: true, pressed: false }).click();
  await page.getByRole("button", { name: "$on$", exact: true, pressed: true }).waitFor();
  assert.equal((await saved).status(), 201);
  await page.reload();
  await page.getByRole("button", { name: "$on$", exact: true, pressed: true }).waitFor();
  // @if counted
  await page.getByText("$count$", { exact: true }).waitFor();
  // @end
});

// @fragment journeyAnswer
await journey.step(`${$person$.name} answers: $one$`, async () => {
  const { page } = $person$;
  await journey.visit($person$, $path$);
  const group = page.getByRole("group", { name: "$one$" });
  const saved = page.waitForResponse(
    (response) =>
      response.request().method() === "POST" && response.url().includes("/rest/v1/$table$"),
  );
  await group.getByRole("button", { name: "$choice$", pressed: false }).click();
  await group.getByRole("button", { name: "$choice$", pressed: true }).waitFor();
  assert.equal((await saved).status(), 201);
  await page.reload();
  await group.getByRole("button", { name: "$choice$", pressed: true }).waitFor();
});

// @fragment journeySees
await journey.step(`${bob.name} $sees$ the $oneInside$ of ${alice.name}`, async () => {
  const { page } = bob;
  await journey.visit(bob, $path$);
  await heading(page, $label$).waitFor();
  // @if noEdit
  assert.equal(await page.getByRole("link", { name: "Edit", exact: true }).count(), 0);
  // @end
  // @if noDelete
  assert.equal(await page.getByRole("button", { name: "Delete", exact: true }).count(), 0);
  // @end
});

// @fragment journeyMisses
await journey.step(`${bob.name} cannot see the $oneInside$ of ${alice.name}`, async () => {
  await journey.visit(bob, $path$);
  await bob.page.getByText("This $oneInside$ is not here").first().waitFor();
});

// @fragment journeyDelete
await journey.step(`${alice.name} deletes the $oneInside$`, async () => {
  const { page } = alice;
  await journey.visit(alice, $path$);
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("button", { name: "Delete $oneInside$" }).click();
  await page.waitForURL((url) => url.pathname === $after$);
  await journey.visit(alice, $path$);
  await page.getByText("This $oneInside$ is not here").first().waitFor();
});
