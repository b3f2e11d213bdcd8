// Posts what is typed in the background, so that the next line can be typed at once. Lines that cannot be
// posted or understood go back into the box for several lines. The page works without this too.
const forms = [...document.querySelectorAll("form[data-capture]")];
const news = document.getElementById("news");
let onTheWay = 0;
let turn = Promise.resolve();

const boxes = (form) => [form.querySelector("input[type=text]"), form.querySelector("textarea")];

function say(text) {
  const line = document.createElement("p");
  line.className = "govuk-inset-text app-quote";
  line.textContent = text;
  news.replaceChildren(line);
}

function putBack(form, lines, why) {
  const several = boxes(form)[1];
  several.value = [several.value.trimEnd(), ...lines].filter(Boolean).join("\n");
  several.closest("details").open = true;
  say(why);
}

// Takes over what the answer shows of the plan, with what others have written in the meantime.
function show(page) {
  for (const id of ["errors", "news", "steps", "captured"])
    document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
  for (const select of document.querySelectorAll("form[data-capture] select")) {
    const chosen = select.value;
    select.replaceChildren(...page.getElementById(select.id).childNodes);
    select.value = chosen;
  }
}

async function post(form, body, lines) {
  let page;
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("captured")) throw new Error(answer.statusText);
  } catch {
    putBack(form, lines, "Not written down yet, as the site did not answer. The lines are kept in the box; send them again.");
    return;
  }
  show(page);
  const left = boxes(page.getElementById(form.id)).flatMap((box) => box.value.split("\n")).filter(Boolean);
  if (left.length) {
    const why = [...document.querySelectorAll("#errors li")].map((each) => each.textContent.trim());
    putBack(form, left, `Not written down: ${why.join(" ")}`);
  }
}

for (const form of forms)
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = boxes(form);
    const lines = typed.flatMap((box) => box.value.split("\n")).filter((line) => line.trim());
    typed[0].focus();
    if (!lines.length) return;
    const body = new URLSearchParams(new FormData(form));
    for (const box of typed) box.value = "";
    onTheWay += 1;
    turn = turn.then(() => post(form, body, lines)).finally(() => (onTheWay -= 1));
  });

addEventListener("beforeunload", (event) => {
  if (onTheWay || forms.some((form) => boxes(form).some((box) => box.value.trim()))) event.preventDefault();
});
