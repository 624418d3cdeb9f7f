// Reads words aloud with the browser's own voice. Where there is none for the language, the button says so.
const speech = window.speechSynthesis;

function voiceFor(lang) {
  const begins = lang.split("-")[0];
  return speech.getVoices().find((voice) => voice.lang.toLowerCase().startsWith(begins));
}

function wordsOf(id) {
  const place = document.getElementById(id);
  const parts = place.matches("[data-words]") ? [place] : [...place.querySelectorAll("[data-words]")];
  return parts.map((part) => part.innerText).join(". ");
}

function prepare(button) {
  const begin = button.textContent.trim();
  const rest = () => { button.textContent = begin; };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (speech.speaking) {
      speech.cancel();
      rest();
      return;
    }
    const voice = voiceFor(button.dataset.lang);
    if (!voice) {
      button.textContent = button.dataset.none;
      button.disabled = true;
      return;
    }
    const said = new SpeechSynthesisUtterance(wordsOf(button.dataset.aloud));
    said.voice = voice;
    said.lang = voice.lang;
    said.addEventListener("end", rest);
    button.textContent = button.dataset.stop;
    speech.speak(said);
  });
}

if (speech) {
  speech.getVoices(); // some browsers load their list on the first call only
  document.querySelectorAll("[data-aloud]").forEach(prepare);
}
