### Seguir en otro lado: dos siguen por su cuenta, cuando los dos lo dicen.

button-handoff = Hablaría a solas
button-handoff-yes = Sí, con gusto
button-handoff-give = Dejar unas palabras
button-handoff-nothing = Nada, que me salude aquí
button-handoff-show = Mostrarlo, una vez

handoff-who = ¿Con quién?
handoff-ask-who =
    ¿Con quién te gustaría seguir, solo entre ustedes? Puede ser cualquier persona con quien compartes o compartiste un círculo. Ve que eres tú; tú te enteras solo de un sí.
handoff-asked =
    Le pregunto a { $who } en privado, y ve que eres tú. Te enteras de un sí; si no lo hay hasta el { $until }, no digo nada, y eso puede significar cualquier cosa.
handoff-question =
    A { $asker }, de un círculo que comparten o compartieron, le gustaría seguir hablando, solo entre ustedes.

    Ahora no, o no contestar, está bien: solo un sí se transmite. Puedes contestar hasta el { $until }.
    .preview = A alguien le gustaría seguir hablando
handoff-declined =
    Anotado, y no se le dice a nadie. Si cambias de idea, puedes hasta el { $until }.
handoff-agreed =
    Qué bien; se lo digo a { $who }. ¿Hay algo que quieras darle, por ejemplo cómo encontrarte? Queda sellado, lo ve una sola vez y se borra, a más tardar el { $until }.
handoff-yes =
    A { $who } también le gustaría seguir hablando contigo. ¿Hay algo que quieras darle, por ejemplo cómo encontrarte? Queda sellado, lo ve una sola vez y se borra, a más tardar el { $until }.
    .preview = Alguien dijo que sí
handoff-agreed-already =
    Las dos personas ya dijeron que sí. Si todavía no lo hiciste, puedes dejarle unas palabras.
handoff-once =
    Eso se puede preguntar una vez por temporada entre ustedes dos, así que ahora no se preguntó nada. Siempre puedes decirlo en tu círculo.
handoff-not-met =
    Eso funciona entre personas que comparten o compartieron un círculo, así que no se preguntó nada. Con cualquier otra está /circles with.
handoff-avoided =
    Está en tu lista de personas con quienes prefieres no coincidir, así que no se preguntó nada. Si quieres, quítala antes de la lista.
handoff-enough =
    Preguntaste { $limit } veces en una semana, que es lo máximo que transmito. La próxima puede salir el { $again }. Ahora no se preguntó nada.
handoff-unknown =
    No encuentro esa pregunta, así que nada cambió.
handoff-over =
    Eso ya terminó, así que nada cambió.
handoff-gift =
    Lo ve una sola vez y después se borra. Hasta entonces está sellado, y nadie más lo lee.
    .title = Unas palabras
    .submit = Dar
handoff-gift-text = Por ejemplo, cómo encontrarte
handoff-gift-long =
    Eso pasa de los { $limit } caracteres que puedo transmitir, así que no se dio nada.
handoff-given =
    Sellado y en camino. Lo ve una sola vez y después se borra.
handoff-nothing =
    Está bien: le digo que te gustaría que te escriba por aquí.
handoff-news =
    { $who } dejó unas palabras para ti. Se pueden ver una sola vez y después se borran, a más tardar el { $until }.
    .preview = Unas palabras para ti
handoff-hello =
    A { $who } le alegraría saber de ti: salúdale por aquí.
    .preview = Un saludo para ti
handoff-shown =
    De { $who }, se muestra solo esta vez: { $text }
handoff-seen =
    Aquí no hay nada (más) que mostrar.
mine-handoff = A { $asker }, de un círculo que comparten o compartieron, le gustaría seguir hablando, solo entre ustedes. Puedes contestar hasta el { $until }; no contestar también está bien.

## Por qué el motor hizo lo que hizo (el panel lateral del sandbox)

why-handoff-refused = Así no se puede preguntar: decir por qué, y no cambiar nada.
why-handoff-asked = Se pregunta a la otra persona en privado, cuando le venga bien; quien pregunta se entera solo de un sí.
why-handoff-asked-before = Ya se preguntó: la misma respuesta otra vez.
why-handoff-not-asked = No se pregunta: parece silencio.
why-handoff-held = Horas tranquilas o su presupuesto: preguntar más tarde.
why-handoff-sent = Las horas tranquilas y su presupuesto lo permiten: preguntar.
why-handoff-unknown = No hay tal pregunta para esta persona: nada cambia.
why-handoff-over = Eso terminó: no se guarda nada de lo dado.
why-handoff-no = Un no no se guarda en ningún lado; es igual que el silencio.
why-handoff-yes = Las dos dijeron que sí: cada una puede dejarle unas palabras a la otra.
why-handoff-given = Guardado y sellado para la otra persona, para verse una vez.
why-handoff-shown = Mostrado una vez, y borrado en el mismo acto.
why-handoff-waits = No recibe mensajes: la pregunta espera en Mis círculos.
