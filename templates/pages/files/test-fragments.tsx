// Tests of the pages of designed features.

// @fragment answerEmpty
backend.on("GET /rest/v1/$table$", []);

// @fragment answerCount
backend.on("HEAD /rest/v1/$table$", { headers: { "content-range": "*/0" } });

// @fragment answerPeople
backend.on("GET /rest/v1/$table$", [{ ...mira, id: CHOSEN }]);

// @fragment answerRows
backend.on("GET /rest/v1/$table$", [{ id: CHOSEN, $column$: "Something" }]);

// @fragment answerRow
backend.on("GET /rest/v1/$table$", [$row$]);

// @fragment answerPictures
backend.on("POST /storage/v1/object/sign/$bucket$", []);
backend.on("POST /storage/v1/object/$bucket$/*", { Id: "1", Key: "$bucket$/new" });
backend.on("DELETE /storage/v1/object/$bucket$", []);

// @fragment testList
test("the list of $manyInside$ is loaded and leads to each of them", async () => {
  backend.on("GET /rest/v1/$table$", [$row$]);
  // @if guarded
  await backend.signIn({ id: ME });
  // @end
  open("$listPath$");
  await screen.findByText("Loading $manyInside$");
  expect(await screen.findByRole("link", { name: $label$ })).toHaveAttribute(
    "href",
    `/$root$/${$row$.id}`,
  );
});

// @fragment testEmpty
test("a list without $manyInside$ says so", async () => {
  // @if guarded
  await backend.signIn({ id: ME });
  // @end
  open("$listPath$");
  expect(await screen.findByText("No $manyInside$ yet")).toBeInTheDocument();
});

// @fragment testError
test("$manyInside$ that could not be loaded can be tried again", async () => {
  backend.fails("GET /rest/v1/$table$");
  // @if guarded
  await backend.signIn({ id: ME });
  // @end
  const { user } = open("$listPath$");
  expect(await screen.findByText(/could not reach the server/)).toBeInTheDocument();
  backend.on("GET /rest/v1/$table$", [$row$]);
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("link", { name: $label$ })).toBeInTheDocument();
});

// @fragment testVisitor
test("visitors log in before they $doing$", async () => {
  const { router } = open("$place$");
  expect(await screen.findByRole("heading", { name: "Log in" })).toBeInTheDocument();
  expect(router.state.location.search).toBe(`?next=${encodeURIComponent("$place$")}`);
});

// @fragment testProblems
test("the form says what is wrong with $aInside$", async () => {
  await backend.signIn({ id: ME });
  const { user } = open($createPath$);
  await screen.findByRole("heading", { name: "New $oneInside$" });
  // @if tooLong
  enter("$longLabel$", "x".repeat($tooMany$));
  // @end
  await user.click(screen.getByRole("button", { name: "Add $oneInside$" }));
  // @if missing
  // @if missingChoice
  expect(screen.getByLabelText("$missingLabel$")).toHaveAccessibleDescription("Choose one.");
  // @else
  expect(screen.getByLabelText("$missingLabel$")).toHaveAccessibleDescription("Fill this in.");
  // @end
  // @end
  // @if tooLong
  expect(screen.getByLabelText("$longLabel$")).toHaveAccessibleDescription(
    "Use at most $most$ characters.",
  );
  // @end
  expect(backend.requestsTo("POST /rest/v1/$table$")).toHaveLength(0);
});

// @fragment testCreate
test("$aInside$ is saved with what was entered", async () => {
  // @print backend
  backend.on("POST /rest/v1/$table$", { status: 201 });
  await backend.signIn({ id: ME });
  const { user } = open($createPath$);
  await screen.findByRole("heading", { name: "New $oneInside$" });
  // @print answers
  await user.click(screen.getByRole("button", { name: "Add $oneInside$" }));
  await waitFor(() => expect(backend.requestsTo("POST /rest/v1/$table$")).toHaveLength(1));
  expect(backend.requestsTo("POST /rest/v1/$table$")[0]?.body).toEqual({
    id: expect.any(String),
    // @print body
  });
});

// @fragment testText
enter("$field$", $entered$);

// @fragment testCheckbox
await user.click(screen.getByLabelText("$field$"));

// @fragment testRow
await waitFor(() => expect(screen.getByLabelText("$field$")).toBeEnabled());
enter("$field$", $entered$);

// @fragment testPicture
fireEvent.change(screen.getByLabelText("$field$", { selector: "input" }), {
  target: { files: [new File(["picture"], "green.png", { type: "image/png" })] },
});

// @fragment testFailure
test("a refusal leaves the form of $aInside$ as it is, and says why", async () => {
  // @print backend
  backend.on("POST /rest/v1/$table$", {
    status: 403,
    json: { code: "42501", message: "new row violates row-level security policy" },
  });
  await backend.signIn({ id: ME });
  const { user } = open($createPath$);
  await screen.findByRole("heading", { name: "New $oneInside$" });
  // @print answers
  await user.click(screen.getByRole("button", { name: "Add $oneInside$" }));
  expect(await screen.findByText("You are not allowed to do that.")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "Add $oneInside$" })).toBeEnabled();
});

// @fragment testChange
test("$aInside$ is changed", async () => {
  backend.on("GET /rest/v1/$table$", [$row$]);
  backend.on("PATCH /rest/v1/$table$", [{ id: $row$.id }]);
  // @print backend
  await backend.signIn({ id: ME });
  const { user } = open(`/$root$/${$row$.id}/edit`);
  await screen.findByRole("button", { name: "Save changes" });
  // @print choices
  // @print answers
  await user.click(screen.getByRole("button", { name: "Save changes" }));
  await waitFor(() => expect(backend.requestsTo("PATCH /rest/v1/$table$")).toHaveLength(1));
  const [request] = backend.requestsTo("PATCH /rest/v1/$table$");
  expect(request?.query.get("id")).toBe(`eq.${$row$.id}`);
  expect(request?.body).toMatchObject({
    // @print body
  });
});

// @fragment testOwner
test("only its owner may change $aInside$", async () => {
  backend.on("GET /rest/v1/$table$", [{ ...$row$, $owner$: OTHER }]);
  await backend.signIn({ id: ME });
  open(`/$root$/${$row$.id}`);
  await screen.findByRole("heading", { level: 1, name: $label$ });
  // @if ownEdit
  expect(screen.queryByRole("link", { name: "Edit" })).not.toBeInTheDocument();
  // @end
  // @if ownDelete
  expect(screen.queryByRole("button", { name: "Delete" })).not.toBeInTheDocument();
  // @end
});

// @fragment testMissing
test("$aInside$ that is not there, or not for this person, is missing", async () => {
  await backend.signIn({ id: ME });
  open(`/$root$/${$row$.id}`);
  expect(await screen.findByRole("heading", { name: "This $oneInside$ is not here" })).toBeVisible();
});

// @fragment testDelete
test("$aInside$ is deleted after a question", async () => {
  backend.on("GET /rest/v1/$table$", [$row$]);
  backend.on("DELETE /rest/v1/$table$", [{ id: $row$.id }]);
  await backend.signIn({ id: ME });
  const { user } = open(`/$root$/${$row$.id}`);
  await user.click(await screen.findByRole("button", { name: "Delete" }));
  expect(backend.requestsTo("DELETE /rest/v1/$table$")).toHaveLength(0);
  await user.click(screen.getByRole("button", { name: "Delete $oneInside$" }));
  await waitFor(() => expect(backend.requestsTo("DELETE /rest/v1/$table$")).toHaveLength(1));
  const [request] = backend.requestsTo("DELETE /rest/v1/$table$");
  expect(request?.query.get("id")).toBe(`eq.${$row$.id}`);
  // @if picture
  await waitFor(() =>
    expect(backend.requestsTo("DELETE /storage/v1/object/$bucket$")).toHaveLength(1),
  );
  // @end
});

// @fragment testToggle
test("“$off$” is shown at once, and saved as one's own", async () => {
  backend.on("GET /rest/v1/$parentTable$", [$parentRow$]);
  backend.on("POST /rest/v1/$table$", { status: 201 });
  await backend.signIn({ id: ME });
  const { user } = open(`/$parentRoot$/${$parentRow$.id}`);
  const button = await screen.findByRole("button", { name: "$off$", pressed: false });
  await waitFor(() => expect(button).toBeEnabled());
  await user.click(button);
  await waitFor(() => expect(backend.requestsTo("POST /rest/v1/$table$")).toHaveLength(1));
  expect(backend.requestsTo("POST /rest/v1/$table$")[0]?.body).toEqual({
    $parentField$: $parentRow$.id,
    $userField$: ME,
  });
});

// @fragment testToggleBack
test("“$off$” goes back when it cannot be saved, and says why", async () => {
  backend.on("GET /rest/v1/$parentTable$", [$parentRow$]);
  backend.fails("POST /rest/v1/$table$");
  await backend.signIn({ id: ME });
  const { user } = open(`/$parentRoot$/${$parentRow$.id}`);
  const button = await screen.findByRole("button", { name: "$off$", pressed: false });
  await waitFor(() => expect(button).toBeEnabled());
  await user.click(button);
  expect(await screen.findByText(/could not reach the server/)).toBeInTheDocument();
  expect(await screen.findByRole("button", { name: "$off$", pressed: false })).toBeEnabled();
});

// @fragment testAnswer
test("an answer is saved: $one$", async () => {
  backend.on("GET /rest/v1/$parentTable$", [$parentRow$]);
  backend.on("POST /rest/v1/$table$", { status: 201 });
  await backend.signIn({ id: ME });
  const { user } = open(`/$parentRoot$/${$parentRow$.id}`);
  const group = await screen.findByRole("group", { name: "$one$" });
  const button = within(group).getByRole("button", { name: /^$choice$/ });
  await waitFor(() => expect(button).toBeEnabled());
  await user.click(button);
  await waitFor(() => expect(backend.requestsTo("POST /rest/v1/$table$")).toHaveLength(1));
  expect(backend.requestsTo("POST /rest/v1/$table$")[0]?.body).toEqual({
    $parentField$: $parentRow$.id,
    $userField$: ME,
    $field$: $chosen$,
  });
});

// @fragment untilChoices
await waitFor(() => expect(screen.getByLabelText("$label$")).toBeEnabled());
