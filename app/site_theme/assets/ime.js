/* Material's search box listens to keyup only: pasted, spoken and IME input would be missed. */
document.addEventListener("input", function (event) {
  if (event.target.matches && event.target.matches("[data-md-component=search-query]"))
    event.target.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }))
}, true)

/* A clause's number copies its own address. */
document.addEventListener("click", function (event) {
  var number = event.target.closest && event.target.closest("a.clause-no")
  if (number && navigator.clipboard && window.isSecureContext)
    navigator.clipboard.writeText(number.href).catch(function () {})
}, true)
